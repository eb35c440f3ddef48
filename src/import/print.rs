//! A regulation as a corpus file. Reading it back gives the same regulation, and printing that the same file.

use std::fmt::Write as _;

use crate::law::{Regulation, Status};

/// The corpus file of `regulation`: what is known of it, then its text.
pub fn print(regulation: &Regulation) -> String {
    let mut out = String::from("+++\n");
    let text = |words: &str| toml::Value::String(words.to_owned()).to_string();
    let list = |words: &[String]| {
        format!("[{}]", words.iter().map(|word| text(word)).collect::<Vec<_>>().join(", "))
    };
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key} = {value}");
        }
    };
    let words = |words: &str| (!words.is_empty()).then(|| text(words));
    let words_of = |several: &[String]| (!several.is_empty()).then(|| list(several));
    let edition = &regulation.edition;
    line("id", Some(text(&regulation.id)));
    line("title", Some(text(&regulation.title)));
    line("aliases", words_of(&regulation.aliases));
    line("category", words(&regulation.category));
    line("issuer", words(&regulation.issuer));
    line("number", regulation.number.as_deref().map(text));
    line("adopted", edition.adopted.map(|date| date.to_string()));
    line("effective", edition.effective.map(|date| date.to_string()));
    line("status", (edition.status != Status::InForce).then(|| text(edition.status.name())));
    line("replaces", words_of(&regulation.replaces));
    line("references", words_of(&regulation.references));
    for variant in &regulation.variants {
        let _ = write!(
            out,
            "\n[[variants]]\nat = {}\nvalue = {}\norigin = {}\n",
            text(&variant.at.to_string()),
            text(&variant.value),
            text(&variant.origin)
        );
    }
    let _ = write!(out, "+++\n\n{}\n", regulation.body_text().trim());
    out
}
