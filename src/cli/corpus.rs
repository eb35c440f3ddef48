//! `corpus`: the list of regulations, whether they agree with themselves and each other, and the way to `export`.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use super::{
    args::{CorpusArgs, CorpusCheckArgs, CorpusVerb, Sources},
    exit::Exit,
    export, files, format,
    lint::{self, Bytes, Input, Lint},
    load::{self, Loaded},
    output,
};
use crate::{
    corpus::{self, Corpus},
    doc::Kind,
    read::Format,
    report::{Report, Unread},
    text::SourceFile,
};

pub(super) fn run(args: &CorpusArgs) -> Exit {
    match &args.verb {
        CorpusVerb::List { sources } => list(sources),
        CorpusVerb::Check(args) => check(args),
        CorpusVerb::Export(args) => export::run(args),
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
    let checked = match &args.folder {
        None => Regulations::held(&mut loaded),
        Some(folder) => Regulations::of(folder),
    };
    loaded.exit = loaded.exit.max(checked.exit);
    let rules = loaded.rules_on(&args.sources, &checked.corpus.clone().or_register_of(&loaded.corpus));
    if let Some(exit) = lint::unknown_codes(&args.choice, &rules) {
        return exit;
    }
    let inputs: Vec<Input> =
        checked.files.iter().filter(|file| corpus::is_regulation(&file.path)).map(input).collect();
    if inputs.is_empty() && checked.raw.is_empty() {
        output::err("guiju：这里没有规章（.md），也没有可以导入的材料。请检查路径。\n");
        return Exit::Failed;
    }
    let Loaded { config, as_of, .. } = &loaded;
    let lint =
        Lint { choice: &args.choice, config, rules: &rules, as_of: *as_of, is_whole: false, patience: None };
    let report = lint.report(inputs);
    let Report { mut documents, mut findings, mut unreadable, rules, as_of, .. } = report;
    // Nothing is mended here: an edit would promise what only `lint` does.
    findings.iter_mut().for_each(|finding| finding.edit = None);
    documents.retain(|document| !checked.flawed.contains(&*document.path));
    unreadable.extend(checked.unread());
    let report = Report { rules, as_of, ..Report::new(documents, findings, unreadable) };
    let written = format::write(&report, &args.output);
    loaded.exit.max(written).max(lint::verdict(&report, args.output.fail_on))
}

/// What is checked: the files of a folder, and the regulations that could be made of them.
struct Regulations {
    files: Vec<SourceFile>,
    corpus: Corpus,
    /// The paths of the files with a mistake in what they say of themselves.
    flawed: BTreeSet<String>,
    /// Material that is no regulation of a corpus yet.
    raw: Vec<PathBuf>,
    exit: Exit,
}

impl Regulations {
    /// The corpus that is loaded anyway.
    fn held(loaded: &mut Loaded) -> Self {
        let files = std::mem::take(&mut loaded.regulations);
        let corpus = loaded.corpus.clone();
        Self { files, corpus, flawed: BTreeSet::new(), raw: Vec::new(), exit: Exit::Clean }
    }

    /// What lies in `folder`, which may also be a single file. Mistakes are shown.
    fn of(folder: &Path) -> Self {
        let (files, unread) = load::from(Some(&folder.to_path_buf()), &["md", "toml"], Vec::new);
        let (corpus, mut mistakes) = Corpus::load(&files);
        let flawed = mistakes.iter().map(|mistake| mistake.file.path.clone()).collect();
        mistakes.extend(corpus.register_mistake().cloned());
        let exit = unread.max(output::mistakes(&mistakes));
        Self { files, corpus, flawed, raw: files::importable(folder), exit }
    }

    /// The files of which not everything could be checked, each with what to do.
    fn unread(&self) -> impl Iterator<Item = Unread> {
        let flawed = self.flawed.iter().map(|path| {
            let reason = "开头的说明有误（见前面的错误），只查了正文。改正以后再查一遍；还没有整理成规章的，先用 guiju import 导入";
            Unread { path: path.as_str().into(), reason: reason.to_owned() }
        });
        let raw = self.raw.iter().map(|path| {
            let path = path.display().to_string();
            let reason =
                format!("还没有导入规章库。先运行 guiju import {path} --into 规章/，再检查得到的 .md");
            Unread { path: path.into(), reason }
        });
        flawed.chain(raw)
    }
}

/// Whatever its title is, a file of the corpus is a regulation.
pub(super) fn input(file: &SourceFile) -> Input {
    Input {
        path: None,
        name: file.path.as_str().into(),
        format: Format::Markdown,
        kind: Some(Kind::Regulation),
        bytes: Bytes::Here(Ok(file.text.as_bytes().to_vec())),
    }
}
