//! The user's cache folder: what a run may leave there for the next one, and may find gone.

use std::{env, path::PathBuf};

use etcetera::BaseStrategy as _;

/// The environment variable that names the cache folder; empty for none.
const CACHE: &str = "GUIJU_CACHE_DIR";

/// The program: its own sources, and the regulations and rules that are part of it. What another one has left is made again.
pub(super) const PROGRAM: &str =
    concat!(env!("CARGO_PKG_VERSION"), " ", env!("GUIJU_SOURCES"), " ", env!("GUIJU_BUILT_IN"));

/// The folder; `None` when there is none.
pub(super) fn folder() -> Option<PathBuf> {
    match env::var_os(CACHE) {
        Some(folder) if folder.is_empty() => None,
        Some(folder) => Some(PathBuf::from(folder)),
        None => Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("guiju")),
    }
}
