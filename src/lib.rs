//! guiju
pub mod corpus;
pub mod doc;
pub mod finding;
pub mod law;
pub mod read;
pub mod report;
pub mod text;
