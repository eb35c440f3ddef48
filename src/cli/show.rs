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
    law::{Date, Place, Regulation},
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
            output::err(&said(&wanted, &unclear, corpus, as_of));
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

/// Why nothing is shown, and what to write instead.
fn said(wanted: &str, resolution: &Resolution<'_>, corpus: &Corpus, as_of: Date) -> String {
    let list = |several: &[&Regulation]| {
        several.iter().map(|r| title(corpus, r, as_of)).collect::<Vec<_>>().join("、")
    };
    match resolution {
        Resolution::NoSuchProvision(regulation, at) => {
            let articles = regulation.articles().count();
            // 第二章第三条, where the third article stands in another chapter.
            let named_outer = at.from_article() != *at;
            let article =
                at.article().filter(|_| named_outer).and_then(|article| regulation.provision(&article));
            let hint = article.map_or(String::new(), |article| format!("是不是{}？", article.at));
            format!("guiju：《{}》没有{at}，全文共 {articles} 条。{hint}\n", regulation.title)
        }
        Resolution::ManyProvisions(regulation, found) => {
            let places: Vec<String> = found.iter().map(|provision| provision.at.to_string()).collect();
            format!("guiju：“{wanted}”可能是《{}》的 {}，请写全。\n", regulation.title, places.join("、"))
        }
        Resolution::Many(several) if several.len() == 1 => {
            format!("guiju：“{wanted}”不能确定是不是 {}。要看它，请只写它的全名和条款。\n", list(several))
        }
        Resolution::Many(several) => format!("guiju：“{wanted}”可能是 {}，请写全名称。\n", list(several)),
        Resolution::Nameless(places, having) => {
            let places = places.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
            let which = if having.is_empty() {
                String::new()
            } else {
                format!("有{places}的，如 {}。", list(having))
            };
            format!("guiju：“{wanted}”没有写是哪一部规章，请在前面写上名称。{which}\n")
        }
        Resolution::None { nearest } if nearest.is_empty() => {
            format!("guiju：规章库里没有“{wanted}”。可以用 guiju search 按词语查找。\n")
        }
        Resolution::None { nearest } => {
            let hint = list(nearest);
            format!("guiju：规章库里没有“{wanted}”。是不是想看 {hint}？可以用 guiju search 按词语查找。\n")
        }
        Resolution::One(..) | Resolution::NotHeld(..) => String::new(),
    }
}

/// A title to choose from: one that does not apply any more says so.
fn title(corpus: &Corpus, regulation: &Regulation, as_of: Date) -> String {
    let ended = if corpus.ended(regulation, as_of).is_some() { "（已不适用）" } else { "" };
    format!("《{}》{ended}", regulation.title)
}

/// 《首问负责制度》第三条
fn name(citing: &Citing<'_>) -> String {
    format!("《{}》{}", citing.regulation.title, show::at(citing.article))
}
