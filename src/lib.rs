//! guiju
pub mod text;
pub mod law;
pub mod doc;
pub mod finding;
pub mod corpus;
pub mod read;
pub mod rules;
