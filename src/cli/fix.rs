//! `lint --fix` and `--diff`: edits made in the files themselves, or only shown.

use rayon::prelude::*;

use super::{
    exit::Exit,
    files,
    lint::{Bytes, Input, Lint},
    output,
};
use crate::{
    check::Selection,
    mend::{Mended, mend},
    read::Unreadable,
    report::{Fixes, difference},
};

/// What became of one file.
struct Fixed {
    input: Input,
    /// The text before and after, and how many edits lie between them; `None` when nothing was to be done.
    texts: Option<(String, String, usize)>,
    /// Why nothing could be done.
    failure: Option<String>,
}

/// Makes the edits in the files of `inputs`, each file whole or not at all. The inputs as they are now, and how many edits
/// were made.
pub(super) fn fix(lint: &Lint<'_>, inputs: Vec<Input>, fixes: Fixes) -> (Vec<Input>, usize, Exit) {
    let (mut count, mut exit) = (0, Exit::Clean);
    let write = |fixed: Fixed| {
        let Fixed { mut input, texts, mut failure } = fixed;
        if let (Some((_, _, made)), Some(path)) = (&texts, &input.path) {
            // The new bytes are those of the input by now.
            let Bytes::Here(Ok(bytes)) = &input.bytes else { return input };
            match files::write(path, bytes) {
                Ok(()) => count += made,
                Err(reason) => {
                    failure = Some(reason);
                    input.bytes = Bytes::At(path.clone());
                }
            }
        }
        exit = exit.max(said(&input, failure));
        input
    };
    let (inputs, nowhere): (Vec<Input>, Vec<Input>) =
        inputs.into_iter().partition(|input| input.path.is_some());
    let mut inputs: Vec<Input> = all_fixed(lint, inputs, fixes).into_iter().map(write).collect();
    for input in &nowhere {
        exit = exit
            .max(said(input, Some("从标准输入来的没有地方写。写文件名，或用 --diff 看怎么改".to_owned())));
    }
    inputs.extend(nowhere);
    (inputs, count, exit)
}

/// Shows what [`fix`] would change.
pub(super) fn diff(lint: &Lint<'_>, inputs: Vec<Input>, fixes: Fixes) -> Exit {
    let (mut exit, mut out, mut all) = (Exit::Clean, String::new(), (0, 0));
    for Fixed { input, texts, failure } in all_fixed(lint, inputs, fixes) {
        exit = exit.max(said(&input, failure));
        if let Some((before, after, made)) = texts {
            all = (all.0 + 1, all.1 + made);
            out.push_str(&difference(&input.name, &before, &after));
        }
    }
    let written = output::out(&out);
    match all {
        (0, _) => output::err("没有可以自动改的地方。\n"),
        (files, edits) => {
            exit = exit.max(Exit::Findings);
            output::err(&format!("{files} 个文件可改 {edits} 处；要写进文件，用 --fix，不加 --diff。\n"));
        }
    }
    exit.max(written)
}

fn said(input: &Input, failure: Option<String>) -> Exit {
    let Some(reason) = failure else { return Exit::Clean };
    output::err(&format!("guiju：{} 没有改：{reason}\n", input.name));
    Exit::Failed
}

fn all_fixed(lint: &Lint<'_>, inputs: Vec<Input>, fixes: Fixes) -> Vec<Fixed> {
    let selection = lint.selection();
    let one = |mut input: Input| {
        let (texts, failure) = match texts(lint, &mut input, &selection, fixes) {
            Ok(texts) => (texts, None),
            Err(unreadable) => (None, Some(unreadable.reason)),
        };
        Fixed { input, texts, failure }
    };
    inputs.into_par_iter().map(one).collect()
}

/// The text of `input` before and after; its bytes become those of the text after.
fn texts(
    lint: &Lint<'_>,
    input: &mut Input,
    selection: &Selection,
    fixes: Fixes,
) -> Result<Option<(String, String, usize)>, Unreadable> {
    let bytes = match &input.bytes {
        Bytes::Here(bytes) => bytes.clone(),
        Bytes::At(path) => files::bytes(path),
    };
    // Whatever cannot be read is reported by the check.
    let Ok(bytes) = bytes else { return Ok(None) };
    let (name, path, format, kind) = (input.name.clone(), input.path.clone(), input.format, input.kind);
    let found = |bytes: Vec<u8>| {
        let (name, path, bytes) = (name.clone(), path.clone(), Bytes::Here(Ok(bytes)));
        let found = lint.document(Input { name, path, format, kind, bytes }, selection);
        found.map(|(_, found, _)| found).unwrap_or_default()
    };
    let findings = found(bytes.clone());
    let wanted = |finding: &crate::report::Located| {
        finding.edit.as_ref().is_some_and(|edit| edit.safe || fixes == Fixes::All)
    };
    if findings.iter().any(|finding| wanted(finding) && !finding.is_fixable()) {
        output::err(&format!(
            "guiju：{} 不直接改；.docx 可用 --annotate 目录 得到带修订的副本。\n",
            input.name
        ));
    }
    let mended = mend(&bytes, input.format, findings, fixes, |bytes| found(bytes.to_vec()))?;
    Ok(mended.map(|Mended { bytes, before, after, edits }| {
        input.bytes = Bytes::Here(Ok(bytes));
        (before, after, edits)
    }))
}
