//! Where text is pasted and files are chosen, and the form in which files travel from page to page.

use maud::{Markup, html};

use super::tray::Tray;

/// The formats of the report, by name.
const FORMATS: [(&str, &str); 4] =
    [("html", "网页"), ("xlsx", "Excel"), ("csv", "CSV"), ("markdown", "Markdown")];

/// Where text is pasted and files are chosen.
pub(super) fn boxes(text: &str) -> Markup {
    html! {
        form.check #check method="post" action="/check" enctype="multipart/form-data" {
            label for="text" { "粘贴文字" }
            textarea #text name="text" rows="10" { "\n" (text) }
            label for="files" { "或选择文件（可以几个一起；Word、网页、Markdown、文本，以及 Excel 的事项清单）" }
            input #files type="file" name="file" multiple accept=".docx,.html,.htm,.md,.txt,.xlsx,.csv";
            button { "检查" }
            p.soft { "文件只在这台电脑的内存里检查，不联网，不保存。" }
        }
    }
}

/// The form that holds the files of the page, unless these have their fields beside them, and what can be done with all of them.
pub(super) fn desk(tray: Option<&Tray>) -> Markup {
    html! {
        form #desk method="post" action="/check" enctype="multipart/form-data" {
            @if let Some(tray) = tray { @for index in 0..tray.sheets.len() { (tray.fields(index)) } }
            p.tools {
                // The first button of the form is the one that Enter presses.
                button { "重新检查" }
                " 下载报告："
                @for (word, name) in FORMATS {
                    button formaction="/check/report" name="format" value=(word) { (name) } " "
                }
            }
            details {
                summary { "再加几个文件，一起检查" }
                label for="more" { "文件" }
                input #more type="file" name="file" multiple accept=".docx,.html,.htm,.md,.txt,.xlsx,.csv";
                button { "加上，一起检查" }
            }
        }
    }
}
