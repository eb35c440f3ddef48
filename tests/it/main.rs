//! One binary for all integration tests.

// A test that fails may panic, and slices text to prove that it can be sliced.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::print_stdout)]

mod annotating;
mod architecture;
#[cfg(feature = "browser-tests")]
mod browser;
mod cached;
mod checks;
mod citations;
mod cli;
mod content;
mod copies;
mod corpus;
mod corpus_check;
mod damaged;
#[cfg(feature = "engine-tests")]
mod engine;
mod export;
mod fields;
mod fixing;
mod formats;
mod hostile;
mod import;
mod import_shapes;
mod labelled;
mod linting;
mod lists;
mod lsp;
mod lsp_worker;
mod mistakes;
#[cfg(feature = "office-tests")]
mod office;
mod personal;
mod program;
mod recipes;
mod regions;
mod schema;
mod search;
mod serve;
mod silencing;
mod variants;
mod watch;
mod word_files;
