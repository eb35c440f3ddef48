//! The command line: arguments, files, standard output, the clock and exit codes. The only module that touches them.

mod annotate;
mod args;
mod baseline;
mod cache;
mod compare;
mod config;
mod corpus;
mod desk;
mod exit;
mod explain;
mod export;
mod files;
mod fix;
mod folder;
mod format;
mod held;
mod ignore;
mod import;
mod index;
mod inspect;
mod lint;
mod load;
mod lsp;
mod output;
mod results;
mod rule;
mod search;
mod serve;
mod show;
mod since;
mod together;
mod usage;
mod watch;

pub use exit::Exit;

use std::ffi::OsString;

use self::args::Verb;

/// Runs the program with these arguments, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let verb = match args::parse(arguments) {
        Ok(verb) => verb,
        Err(error) => return usage::explain(&error),
    };
    match verb {
        Verb::Lint(args) => lint::run(&args),
        Verb::Search(args) => search::run(&args),
        Verb::Compare(args) => compare::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Inspect(args) => inspect::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Rule(args) => rule::run(&args),
        Verb::Corpus(args) => corpus::run(&args),
        Verb::Lsp(args) => lsp::run(args),
        Verb::Serve(args) => serve::run(args),
        Verb::Completions(args) => args::completions(&args),
    }
}
