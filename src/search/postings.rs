//! The inverted index: a field for the text and one for the headings; a document per article, numbered in the order of the articles.

use tantivy::{
    Directory, DocSet, Index, ReloadPolicy, Searcher, SingleSegmentIndexWriter, TERMINATED, TantivyDocument,
    TantivyError, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings as _, SegmentPostings},
    query::Bm25Weight,
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};

use super::tokenize::Grams;

/// The size in bytes from which the writer sets out to grow its tables.
const WRITER_MEMORY: usize = 15_000_000;

/// The name under which tantivy knows [`Grams`].
const GRAMS: &str = "grams";

/// What is indexed of an article, each in a field of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// The characters, and pairs of characters, of its text.
    Grams,
    /// The same of its headings.
    Headings,
}

impl Stream {
    pub(super) const ALL: [Stream; 2] = [Stream::Grams, Stream::Headings];

    fn name(self) -> &'static str {
        match self {
            Stream::Grams => "grams",
            Stream::Headings => "headings",
        }
    }

    fn field(self) -> Field {
        Field::from_field_id(self as u32)
    }
}

/// The fields, in the order of [`Stream::ALL`].
fn schema() -> (Schema, TokenizerManager) {
    let mut schema = Schema::builder();
    let tokenizers = TokenizerManager::new();
    tokenizers.register(GRAMS, Grams);
    for stream in Stream::ALL {
        // Without positions: literal words are verified in the text itself, so no way of cutting can lose them.
        let indexing =
            TextFieldIndexing::default().set_tokenizer(GRAMS).set_index_option(IndexRecordOption::WithFreqs);
        schema.add_text_field(stream.name(), TextOptions::default().set_indexing_options(indexing));
    }
    (schema.build(), tokenizers)
}

/// Writes an inverted index.
pub(super) struct PostingsWriter {
    writer: SingleSegmentIndexWriter,
}

impl PostingsWriter {
    /// Begins one in `directory`. It becomes one segment, so that a document's number is its article's; it is written
    /// in this thread, without a lock.
    pub(super) fn new(directory: Box<dyn Directory>) -> Result<Self, TantivyError> {
        let (schema, tokenizers) = schema();
        let builder = Index::builder().schema(schema).tokenizers(tokenizers);
        Ok(Self { writer: builder.single_segment_index_writer(directory, WRITER_MEMORY)? })
    }

    /// Adds the next article: its folded text and its folded headings.
    pub(super) fn add(&mut self, text: &str, headings: &str) -> Result<(), TantivyError> {
        let mut document = TantivyDocument::new();
        document.add_text(Stream::Grams.field(), text);
        document.add_text(Stream::Headings.field(), headings);
        self.writer.add_document(document)
    }

    /// Writes what is left.
    pub(super) fn finish(self) -> Result<(), TantivyError> {
        self.writer.finalize().map(drop)
    }
}

/// Which articles a token occurs in, and how often.
pub(super) struct Postings {
    searcher: Searcher,
}

/// The articles in which a token occurs, in order.
pub(super) struct Occurrences {
    postings: SegmentPostings,
    lengths: FieldNormReader,
}

impl Occurrences {
    /// Calls `each` with every article and how often the token occurs there.
    pub(super) fn times(&mut self, mut each: impl FnMut(usize, u32)) {
        let mut document = self.postings.doc();
        while document != TERMINATED {
            each(document as usize, self.postings.term_freq());
            document = self.postings.advance();
        }
    }

    /// Calls `each` with every article and the token's score there.
    pub(super) fn scores(&mut self, weight: &Bm25Weight, mut each: impl FnMut(usize, f32)) {
        let mut document = self.postings.doc();
        while document != TERMINATED {
            let length = self.lengths.fieldnorm_id(document);
            each(document as usize, weight.score(length, self.postings.term_freq()));
            document = self.postings.advance();
        }
    }
}

impl Postings {
    /// Opens the inverted index in `directory`.
    pub(super) fn open(directory: Box<dyn Directory>) -> Result<Self, TantivyError> {
        // Nobody writes into a folder that is opened, so nobody watches it.
        let reader = Index::open(directory)?.reader_builder().reload_policy(ReloadPolicy::Manual);
        Ok(Self { searcher: reader.try_into()?.searcher() })
    }

    /// In how many articles `token` occurs.
    pub(super) fn frequency(&self, stream: Stream, token: &str) -> Result<u64, TantivyError> {
        self.searcher.doc_freq(&Term::from_field_text(stream.field(), token))
    }

    /// How many tokens there are, repeated ones counted again.
    pub(super) fn tokens(&self, stream: Stream) -> Result<u64, TantivyError> {
        let segments = self.searcher.segment_readers().iter();
        segments.map(|segment| Ok(segment.inverted_index(stream.field())?.total_num_tokens())).sum()
    }

    /// The articles in which `token` occurs.
    pub(super) fn occurrences(
        &self,
        stream: Stream,
        token: &str,
    ) -> Result<Option<Occurrences>, TantivyError> {
        let term = Term::from_field_text(stream.field(), token);
        let Some(segment) = self.searcher.segment_readers().first() else { return Ok(None) };
        let inverted = segment.inverted_index(term.field())?;
        let Some(postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        Ok(Some(Occurrences { postings, lengths: segment.get_fieldnorms_reader(term.field())? }))
    }
}
