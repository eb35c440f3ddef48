//! One binary for all integration tests.

// A test that fails may panic, and slices text to prove that it can be sliced.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::print_stdout)]

mod architecture;
mod checks;
mod citations;
mod cli;
mod content;
mod corpus;
mod corpus_check;
mod damaged;
#[cfg(feature = "engine-tests")]
mod engine;
mod export;
mod fixing;
mod formats;
mod hostile;
mod import;
mod import_shapes;
mod labelled;
mod linting;
mod lists;
mod lsp;
mod mistakes;
mod personal;
mod program;
mod regions;
mod schema;
mod search;
mod variants;
mod watch;
