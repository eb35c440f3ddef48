//! One binary for all integration tests.

mod architecture;
mod checks;
mod cli;
mod content;
mod hostile;
mod program;
mod regions;
