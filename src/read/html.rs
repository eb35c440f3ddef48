use crate::{doc::Draft, text::{Source, Span}};
pub(super) fn html(_source: &str, _range: Span<Source>, _draft: &mut Draft) {}
