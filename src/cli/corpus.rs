//! `corpus`: the list of regulations, and whether they agree with themselves and each other.

use std::{fmt::Write as _, path::Path};

use super::{
    args::{CorpusArgs, CorpusCheckArgs, CorpusVerb, Sources},
    exit::Exit,
    lint::{self, Bytes, Input, Lint},
    load::{self, Loaded},
    output,
};
use crate::{
    doc::Kind,
    read::{Format, Unreadable},
    text::SourceFile,
};

pub(super) fn run(args: &CorpusArgs) -> Exit {
    match &args.verb {
        CorpusVerb::List { sources } => list(sources),
        CorpusVerb::Check(args) => check(args),
    }
}

fn list(sources: &Sources) -> Exit {
    let Some(loaded) = Loaded::new(sources, Path::new(".")) else { return Exit::Failed };
    let mut out = String::new();
    for regulation in loaded.corpus.regulations() {
        let _ = writeln!(
            out,
            "{}  {}  {}  {}  {} 条  {}",
            regulation.id,
            regulation.title,
            regulation.edition.status.name(),
            regulation.edition.effective.map_or("施行日期不明".to_owned(), |day| format!("{day}施行")),
            regulation.articles().count(),
            regulation.category,
        );
    }
    let laws = loaded.corpus.laws().len();
    let _ = writeln!(
        out,
        "共 {} 部规章；国家法律登记册收录 {laws} 部法律、法规和文件。",
        loaded.corpus.regulations().len()
    );
    loaded.exit.max(output::out(&out))
}

fn check(args: &CorpusCheckArgs) -> Exit {
    let start = args.folder.as_deref().unwrap_or(Path::new("."));
    let Some(mut loaded) = Loaded::new(&args.sources, start) else { return Exit::Failed };
    let (files, cited, mistaken, unread) = match &args.folder {
        None => (std::mem::take(&mut loaded.regulations), loaded.corpus.clone(), Vec::new(), Exit::Clean),
        Some(folder) => load::regulations(folder),
    };
    loaded.exit = loaded.exit.max(unread);
    let rules = loaded.rules_on(&args.sources, &cited.or_register_of(&loaded.corpus));
    if let Some(exit) = lint::unknown_codes(&args.choice, &rules) {
        return exit;
    }
    let inputs: Vec<Input> =
        files.iter().filter(|file| is_regulation(file)).map(|file| input(file, &mistaken)).collect();
    if inputs.is_empty() {
        output::err(if unread == Exit::Clean {
            "guiju：目录里没有规章（.md）。请检查路径；原始材料先用 guiju import 导入。\n"
        } else {
            "guiju：目录里没有一份规章能够读出。请先按上面的提示改正。\n"
        });
        return Exit::Failed;
    }
    let lint = Lint { choice: &args.choice, config: &loaded.config, rules: &rules, as_of: loaded.as_of };
    let report = lint.report(inputs);
    let written = lint::write(&report, &args.output);
    loaded.exit.max(written).max(lint::verdict(&report, args.output.fail_on))
}

fn is_regulation(file: &SourceFile) -> bool {
    file.path.ends_with(".md") && !file.path.ends_with("README.md")
}

/// Whatever its title is, a file of the corpus is a regulation. One of those that are `mistaken` was shown to be none that
/// can be used, and so is not checked.
fn input(file: &SourceFile, mistaken: &[String]) -> Input {
    let bytes = if mistaken.contains(&file.path) {
        Err(Unreadable::new("不能作为规章使用。请先改正上面指出的错误"))
    } else {
        Ok(file.text.as_bytes().to_vec())
    };
    Input {
        name: file.path.as_str().into(),
        format: Format::Markdown,
        kind: Some(Kind::Regulation),
        bytes: Bytes::Here(bytes),
    }
}
