use super::Unreadable; use crate::doc::Draft;
pub(super) fn docx(_bytes: &[u8]) -> Result<Draft, Unreadable> { Ok(Draft::default()) }
pub(super) fn legacy_word(_bytes: &[u8]) -> Option<Unreadable> { None }
