//! `show`: a regulation, or provisions of it, with the rules that rest on it, the articles that cite it and its other editions;
//! and the duties that no rule looks after.

mod page;
mod uncited;

use std::path::Path;

use super::{
    args::{ReportFormat, ShowArgs},
    exit::Exit,
    load::Loaded,
    output,
};
use crate::{
    corpus::{Citing, Corpus, Law, Resolution},
    law::{Date, Place},
    show::{self, Shown},
};

/// How many citing articles of a law are named one by one.
const CITING: usize = 20;

pub(super) fn run(args: &ShowArgs) -> Exit {
    let Some(mut loaded) = Loaded::new(&args.sources, Path::new(".")) else { return Exit::Failed };
    let rules = loaded.rules_resting(&args.sources);
    let wanted = args.address.join(" ");
    let (corpus, as_of) = (&loaded.corpus, loaded.as_of);
    if args.uncited && wanted.trim().is_empty() {
        return loaded.exit.max(duties(args, &rules.all_duties(corpus, as_of)));
    }
    match corpus.resolve(&wanted, as_of) {
        Resolution::One(regulation, _) if args.uncited => {
            loaded.exit.max(duties(args, &[rules.duties(regulation)]))
        }
        Resolution::One(regulation, provisions) => {
            let shown = Shown::new(corpus, &rules, as_of, regulation, provisions);
            loaded.exit.max(output::out(&match args.format {
                ReportFormat::Human => page::page(&shown),
                ReportFormat::Json => show::shown(&shown),
            }))
        }
        Resolution::NotHeld(law, places) => {
            match args.format {
                ReportFormat::Human => output::err(&not_held(corpus, law, &places, as_of)),
                ReportFormat::Json => {
                    output::out(&show::not_held(corpus, law, &places, as_of));
                }
            }
            Exit::Failed
        }
        unclear => {
            output::err(&format!("guiju：{}\n", show::unclear(&wanted, &unclear, corpus, as_of)));
            Exit::Failed
        }
    }
}

fn duties(args: &ShowArgs, all: &[crate::rules::Duties<'_>]) -> Exit {
    output::out(&match args.format {
        ReportFormat::Human => uncited::list(all),
        ReportFormat::Json => show::uncited(all),
    })
}

/// What is known of a law whose text is not held, and who cites it.
fn not_held(corpus: &Corpus, law: &Law, places: &[Place], as_of: Date) -> String {
    let said = format!("guiju：{}\n", corpus.not_held(law, places, as_of));
    let citing = corpus.citing_law(law, places, as_of);
    if citing.is_empty() {
        return said;
    }
    let named: Vec<String> = citing.iter().take(CITING).map(name).collect();
    let more = if citing.len() > CITING { format!(" 等 {} 条", citing.len()) } else { String::new() };
    format!("{said}引用它的条款：{}{more}\n", named.join("、"))
}

/// 《首问负责制度》第三条
fn name(citing: &Citing<'_>) -> String {
    format!("《{}》{}", citing.regulation.title, show::at(citing.article))
}
