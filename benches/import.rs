//! What importing costs in the process, beside the conversion of the same page by html2text alone.
//!
//! `cargo bench --bench import`

// A bench that cannot be set up may panic.
#![allow(clippy::expect_used)]

use divan::{Bencher, counter::BytesCount};
use guiju::{
    corpus,
    import::{self, Form, raw},
    read::Format,
};

fn main() {
    divan::main();
}

/// The built-in corpus as one web page.
fn page() -> String {
    let files = corpus::embedded();
    let bodies = files.iter().filter_map(|file| file.text.split_once("\n# "));
    let lines = bodies.flat_map(|(_, body)| body.lines()).filter(|line| !line.is_empty());
    format!("<html><body>{}</body></html>", lines.map(|line| format!("<p>{line}</p>\n")).collect::<String>())
}

/// The whole way of one page, from bytes to regulations with their account.
#[divan::bench]
fn one_page(bencher: Bencher<'_, '_>) {
    let page = page();
    bencher.counter(BytesCount::of_str(&page)).bench(|| {
        let raw = raw(page.as_bytes(), Form::Document(Format::Html)).expect("a page that can be read");
        import::import(&raw.text, "未题名").found.len()
    });
}

/// The same from plain text.
#[divan::bench]
fn plain_text(bencher: Bencher<'_, '_>) {
    let text = raw(page().as_bytes(), Form::Document(Format::Html)).expect("a page that can be read").text;
    bencher.counter(BytesCount::of_str(&text)).bench(|| import::import(&text, "未题名").found.len());
}

/// The peer: the page as text, and nothing else.
#[divan::bench]
fn html2text_alone(bencher: Bencher<'_, '_>) {
    let page = page();
    bencher.counter(BytesCount::of_str(&page)).bench(|| {
        html2text::config::plain_no_decorate().raw_mode(true).string_from_read(page.as_bytes(), 1_000_000)
    });
}
