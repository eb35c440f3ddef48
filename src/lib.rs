//! guiju (规矩) holds a service centre's regulations, searches them down to the single article, and checks service guides
//! (办事指南) and notices (告知书、通知书、公告) against rules that quote those articles.
//!
//! # From bytes to findings
//!
//! `read` turns the bytes of a file into a [`doc::Document`]: the plain text that a reader sees, cut into blocks, with
//! anchors back into the file; its fields (要素), time limits and citations. Each row of a list of items (事项清单) is such a
//! document too. `rules` runs over that document and gives
//! [`finding::Finding`]s, each a place in the plain text, the articles it rests on, and what to do. `check` does so for one
//! document, heeds its silences and puts the findings in order; `report` places them in the file, once, and writes them for people and
//! programs. `search` answers queries with articles of the `corpus`. `import` makes regulations of raw material, with an
//! account of every character that was taken away or changed.
//!
//! # Layers
//!
//! A module imports only modules above it in this table. A test reads the table and the sources, and proves it.
//!
//! | module | owns | may import |
//! |---|---|---|
//! | `text` | spans, folding and its offset map, lines and columns, Chinese numerals, files that people write | |
//! | `law` | addresses, editions, time limits, the tree of provisions, citations | text |
//! | `doc` | the checked document: plain text, blocks, fields, anchors into the file | text, law |
//! | `finding` | a finding and its parts | text, law, doc |
//! | `corpus` | regulations in all their editions, the way from a citation to a provision, exports for other machines | text, law |
//! | `read` | bytes to document, a file a format; fields from labels | text, law, doc |
//! | `search` | the index of articles, in memory or in a folder, and its queries | text, law, corpus |
//! | `rules` | rule file to compiled rule to findings; a file a verb; examples | text, law, doc, finding, corpus, read |
//! | `check` | one document against all rules | text, law, doc, finding, corpus, read, rules |
//! | `import` | raw material to regulations, a pass a file, and the account of every character | text, law, corpus, read |
//! | `show` | a regulation with all that is known of it: who cites it, which rules rest on it, its editions | law, corpus, rules |
//! | `report` | findings for the terminal and for programs, a file a format | text, law, doc, finding |
//! | `annotate` | findings as comments and tracked changes in a copy of a Word document | text, law, doc, finding, read, report |
//! | `mend` | edits made in a text file, its encoding kept | finding, read, report |
//! | `lsp` | the language server: an editor's questions answered, over a connection and a desk that it is given | text, law, finding, corpus, read, rules, report |
//! | `serve` | the web page and its JSON, a file a page: requests answered, from a desk that it is given | text, law, doc, finding, corpus, read, search, rules, check, show, report, annotate, mend |
//! | `cli` | arguments, files, standard output, the clock, exit codes, sockets | text, law, doc, finding, corpus, read, search, rules, check, import, show, report, annotate, mend, lsp, serve |
//!
//! # What is absent
//!
//! - No module but `cli` touches a file, a stream or the clock: the date is a parameter (`as_of`), and files come as values.
//!   The one exception is `search`, which keeps an index in a folder that it is given; where that is, and whether it is
//!   still the right one, `cli` knows.
//! - No place is ever looked for again: a [`text::Span`] is made where the text is read and carried to the report. Only
//!   [`text::FoldedText`] leads from folded text back to plain text, only [`doc::Anchors`] from plain text to the file.
//! - No type of tantivy or jieba leaves `search`, none of miette leaves `report::human`, and `lint` loads no dictionary.
//! - `report` knows no rule, and a rule formats nothing.
//! - `lsp` reads no file and checks nothing: both it asks of its [`lsp::Desk`].
//! - Adding a rule changes no other file and no line of Rust: the folder is the list.

pub mod text;

pub mod law;

pub mod doc;

pub mod finding;

pub mod corpus;

pub mod read;

pub mod search;

pub mod rules;

pub mod check;

pub mod import;

pub mod show;

pub mod report;

pub mod annotate;

pub mod mend;

pub mod lsp;

pub mod serve;

pub mod cli;
