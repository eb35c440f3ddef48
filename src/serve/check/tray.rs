//! The files that somebody is at work on. Nobody keeps them here: they come with each request, as files or in the form of the
//! page that was answered before, and go back with the answer.

use std::{collections::HashSet, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use maud::{Markup, html};

use super::super::{
    LARGEST_REQUEST, MOST_FILES, Sheet,
    page::file_name,
    problem::Problem,
    upload::{self, Upload},
};
use crate::doc::Kind;

/// What the files of a page may weigh together, so that they can come back in its form, where they take a third more.
const HEAVIEST: usize = LARGEST_REQUEST / 4 * 3 - (1 << 20);
/// Whoever sends files one by one numbers them from here at most.
const MOST: usize = 1 << 20;

/// How the field is called, with the file's number behind it, that says that a file was changed here.
const CHANGED: &str = "changed-";

/// The files, in their order.
#[derive(Debug, Clone)]
pub(super) struct Tray {
    pub(super) sheets: Vec<Sheet>,
    /// The number of the first one.
    pub(super) first: usize,
    /// The number of the first finding.
    pub(super) first_finding: usize,
}

impl Tray {
    /// The files that were sent: those of the form, pasted text, new ones.
    pub(super) fn of(upload: &Upload) -> Result<Self, Problem> {
        let number = |name| upload.field(name).parse().ok().filter(|number| *number <= MOST).unwrap_or(0);
        let first = number("first-sheet");
        let (names, documents): (Vec<&str>, Vec<&str>) =
            (upload.all("name").collect(), upload.all("document").collect());
        if names.len() != documents.len() {
            return Err(Problem::bad("表单不完整：文件名和文件的个数不一样。请重新选择文件。"));
        }
        let kept = names.into_iter().zip(documents).map(|(name, document)| {
            let name = file_name(name);
            let bytes = BASE64_STANDARD.decode(document.trim().as_bytes());
            let broken =
                || Problem::bad(format!("表单里的“{name}”坏了，读不出原来的内容。请重新选择这个文件。"));
            bytes.map(|bytes| Sheet::new(name.clone(), bytes)).map_err(|_| broken())
        });
        let mut sheets = kept.collect::<Result<Vec<Sheet>, Problem>>()?;
        let text = upload.field("text");
        if !text.trim().is_empty() {
            sheets.push(Sheet::pasted(text.as_bytes()));
        }
        sheets.extend(upload.files.iter().cloned());
        if sheets.is_empty() {
            return Err(Problem::bad("没有要检查的内容。请粘贴文字，或选择文件，再点“检查”。"));
        }
        if sheets.len() > MOST_FILES {
            return Err(upload::too_many());
        }
        if sheets.iter().map(|sheet| sheet.bytes.len()).sum::<usize>() > HEAVIEST {
            let most = HEAVIEST >> 20;
            return Err(Problem::bad(format!("这些文件一共超过 {most} MB，请分几次，或去掉文件里的图片。")));
        }
        let mut tray = Self { sheets, first, first_finding: number("first-finding").max(1) };
        tray.tell_apart();
        for (i, sheet) in tray.sheets.iter_mut().enumerate() {
            sheet.kind = kind(upload.field(&format!("kind-{}", first + i)))?;
            sheet.is_changed = !upload.field(&format!("{CHANGED}{}", first + i)).is_empty();
        }
        Ok(tray)
    }

    /// Gives files of the same name different ones, by which reports can tell them apart.
    fn tell_apart(&mut self) {
        let mut names: HashSet<Arc<str>> = HashSet::new();
        for sheet in &mut self.sheets {
            let own = sheet.name.clone();
            let (stem, extension) = match own.rfind('.') {
                Some(dot) if dot > 0 => own.split_at(dot),
                _ => (&*own, ""),
            };
            let mut nth = 1;
            while !names.insert(sheet.name.clone()) {
                nth += 1;
                sheet.name = format!("{stem}（{nth}）{extension}").into();
            }
        }
    }

    /// The file that the page calls by that number.
    pub(super) fn sheet(&self, number: &str) -> Option<(usize, &Sheet)> {
        let index = number.parse::<usize>().ok()?.checked_sub(self.first)?;
        Some((index, self.sheets.get(index)?))
    }

    /// The fields in which the file at `index` travels, as parts of the form of the page wherever they stand.
    pub(super) fn fields(&self, index: usize) -> Markup {
        let Some(sheet) = self.sheets.get(index) else { return Markup::default() };
        html! {
            input type="hidden" form="desk" name="name" value=(sheet.name);
            input type="hidden" form="desk" name="document" value=(BASE64_STANDARD.encode(&sheet.bytes));
            @if sheet.is_changed {
                input type="hidden" form="desk" name=(format!("{CHANGED}{}", self.first + index)) value="1";
            }
        }
    }
}

/// What somebody says a file is; nothing is nothing.
fn kind(word: &str) -> Result<Option<Kind>, Problem> {
    if word.is_empty() {
        return Ok(None);
    }
    word.parse().map(Some).map_err(|error: crate::doc::NotAKind| Problem::bad(format!("{error}。")))
}
