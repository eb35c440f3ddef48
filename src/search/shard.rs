//! A run of articles with everything that is kept of them: what is searched, and what is shown.
//!
//! Four files in one folder: the inverted index of tantivy (several files, its own), `text` (every folded text, as
//! UTF-16), `records` ([`Record`]s), and `places` (where each article's text and record end). They are mapped into
//! memory, so opening costs nothing that grows with the corpus, and only what is looked at is read.

use std::{io::Write as _, path::Path};

use tantivy::{
    Directory,
    directory::{OwnedBytes, TerminatingWrite as _, WritePtr},
};

use super::{
    Article, SearchError,
    article::{Record, read_text, write_text},
    files::{self, Files},
    postings::{Postings, PostingsWriter},
};

const TEXT: &str = "text";
const RECORDS: &str = "records";
const PLACES: &str = "places";
/// The bytes of one article in `places`: where its text ends, in UTF-16 units, and where its record ends, in bytes.
const PLACE: usize = 8;

/// Some articles, numbered from zero.
pub(super) struct Shard {
    text: OwnedBytes,
    records: OwnedBytes,
    places: OwnedBytes,
    pub(super) postings: Postings,
}

impl Shard {
    /// Opens the shard `number` in `folder`.
    pub(super) fn open(folder: &Path, number: usize) -> Result<Self, SearchError> {
        Self::in_directory(files::shard(folder, number)?)
    }

    fn in_directory(directory: Box<dyn Directory>) -> Result<Self, SearchError> {
        let bytes = |name: &str| {
            let file = directory.open_read(Path::new(name)).map_err(|_| SearchError::Damaged)?;
            file.read_bytes().map_err(|_| SearchError::Damaged)
        };
        let (text, records, places) = (bytes(TEXT)?, bytes(RECORDS)?, bytes(PLACES)?);
        Ok(Self { text, records, places, postings: Postings::open(directory)? })
    }

    /// How many articles it has.
    pub(super) fn articles(&self) -> Article {
        // Their ends are numbers of 32 bits, and each takes two bytes at least.
        (self.places.len() / PLACE) as Article
    }

    /// The length of all its texts in UTF-16 units.
    pub(super) fn characters(&self) -> usize {
        self.text.len() / 2
    }

    /// Where the text and the record of `article` end.
    fn ends(&self, article: Article) -> Option<(usize, usize)> {
        let article = article as usize;
        let place = self.places.get(article * PLACE..(article + 1) * PLACE)?;
        let (text, record) = place.split_at(PLACE / 2);
        let number = |bytes: &[u8]| Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize);
        Some((number(text)?, number(record)?))
    }

    fn starts(&self, article: Article) -> Option<(usize, usize)> {
        article.checked_sub(1).map_or(Some((0, 0)), |before| self.ends(before))
    }

    /// The folded text of `article` as UTF-16; empty for one that is not there.
    pub(super) fn text(&self, article: Article) -> &[u8] {
        let range = || Some(self.starts(article)?.0 * 2..self.ends(article)?.0 * 2);
        range().and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// The length of `article` in characters, nearly: those beyond the basic plane count twice.
    pub(super) fn length(&self, article: Article) -> usize {
        let length = || Some(self.ends(article)?.0.saturating_sub(self.starts(article)?.0));
        length().unwrap_or_default()
    }

    /// The record of `article`.
    pub(super) fn record(&self, article: Article) -> Result<Record, SearchError> {
        let range = || Some(self.starts(article)?.1..self.ends(article)?.1);
        let bytes = range().and_then(|range| self.records.get(range));
        Record::read(bytes.ok_or(SearchError::Damaged)?)
    }

    /// The text of `article`.
    pub(super) fn plain(&self, article: Article, record: &Record) -> String {
        record.plain(&read_text(self.text(article)))
    }
}

/// Writes a shard, article by article.
pub(super) struct ShardWriter {
    directory: Box<dyn Directory>,
    text: WritePtr,
    records: WritePtr,
    places: Vec<u8>,
    ends: (usize, usize),
    postings: PostingsWriter,
    buffer: Vec<u8>,
}

impl ShardWriter {
    /// Begins the shard `number` among `files`.
    pub(super) fn new(files: &Files, number: usize) -> Result<Self, SearchError> {
        let directory = files.shard(number)?;
        let open =
            |name| directory.open_write(Path::new(name)).map_err(|error| SearchError::Io(error.to_string()));
        Ok(Self {
            text: open(TEXT)?,
            records: open(RECORDS)?,
            places: Vec::new(),
            ends: (0, 0),
            postings: PostingsWriter::new(directory.clone())?,
            buffer: Vec::new(),
            directory,
        })
    }

    /// Adds an article: its folded text, its folded headings, the common strings in its text, and its record.
    pub(super) fn add<'s>(
        &mut self,
        folded: &str,
        headings: &str,
        common: impl Iterator<Item = &'s str>,
        record: &Record,
    ) -> Result<(), SearchError> {
        self.postings.add(folded, headings, common)?;
        self.buffer.clear();
        write_text(folded, &mut self.buffer);
        self.text.write_all(&self.buffer)?;
        self.ends.0 += self.buffer.len() / 2;
        self.buffer.clear();
        record.write(&mut self.buffer);
        self.records.write_all(&self.buffer)?;
        self.ends.1 += self.buffer.len();
        for end in [self.ends.0, self.ends.1] {
            let end = u32::try_from(end).map_err(|_| SearchError::TooLarge)?;
            self.places.extend(end.to_le_bytes());
        }
        Ok(())
    }

    /// Writes what is left and opens the shard.
    pub(super) fn finish(self) -> Result<Shard, SearchError> {
        let mut places = self
            .directory
            .open_write(Path::new(PLACES))
            .map_err(|error| SearchError::Io(error.to_string()))?;
        places.write_all(&self.places)?;
        for file in [places, self.text, self.records] {
            file.terminate()?;
        }
        self.postings.finish()?;
        Shard::in_directory(self.directory)
    }
}
