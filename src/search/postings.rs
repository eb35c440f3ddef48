//! The inverted index: a field for the text and one for the headings; a document per article, numbered in the order of the articles.

use tantivy::{
    Directory, Index, ReloadPolicy, Searcher, SingleSegmentIndexWriter, TantivyDocument, TantivyError, Term,
    fieldnorm::FieldNormReader,
    postings::BlockSegmentPostings,
    query::Bm25Weight,
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};

use super::{
    Article,
    tokenize::{Cut, grams, lines},
};

/// The size in bytes from which the writer sets out to grow its tables.
const WRITER_MEMORY: usize = 15_000_000;

/// What is indexed of an article, each in a field of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// The characters, and pairs of characters, of its text.
    Grams,
    /// The same of its headings.
    Headings,
    /// The common strings in its text.
    Common,
}

impl Stream {
    pub(super) const ALL: [Stream; 3] = [Stream::Grams, Stream::Headings, Stream::Common];

    fn name(self) -> &'static str {
        match self {
            Stream::Grams => "grams",
            Stream::Headings => "headings",
            Stream::Common => "common",
        }
    }

    /// How its text is cut.
    fn cut(self) -> Cut {
        Cut(match self {
            Stream::Grams | Stream::Headings => grams,
            Stream::Common => lines,
        })
    }

    fn field(self) -> Field {
        Field::from_field_id(self as u32)
    }
}

/// The fields, in the order of [`Stream::ALL`].
fn schema() -> (Schema, TokenizerManager) {
    let mut schema = Schema::builder();
    let tokenizers = TokenizerManager::new();
    for stream in Stream::ALL {
        // Without positions: literal words are verified in the text itself, so no way of cutting can lose them.
        tokenizers.register(stream.name(), stream.cut());
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(stream.name())
            .set_index_option(IndexRecordOption::WithFreqs);
        // Common strings are looked up; nothing is weighed by how many an article has.
        let indexing = indexing.set_fieldnorms(stream != Stream::Common);
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

    /// Adds the next article: its folded text, its folded headings, and the common strings in its text.
    pub(super) fn add<'s>(
        &mut self,
        text: &str,
        headings: &str,
        common: impl Iterator<Item = &'s str>,
    ) -> Result<(), TantivyError> {
        let mut document = TantivyDocument::new();
        document.add_text(Stream::Common.field(), common.collect::<Vec<_>>().join("\n"));
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
    postings: BlockSegmentPostings,
    lengths: FieldNormReader,
}

impl Occurrences {
    /// Calls `each` with every article and how often the token occurs there.
    pub(super) fn times(mut self, mut each: impl FnMut(Article, u32)) {
        while self.postings.block_len() > 0 {
            for (&article, &times) in self.postings.docs().iter().zip(self.postings.freqs()) {
                each(article, times);
            }
            self.postings.advance();
        }
    }

    /// Calls `each` with every article and the token's score there.
    pub(super) fn scores(self, weight: &Bm25Weight, mut each: impl FnMut(Article, f32)) {
        let Self { mut postings, lengths } = self;
        while postings.block_len() > 0 {
            for (&article, &times) in postings.docs().iter().zip(postings.freqs()) {
                each(article, weight.score(lengths.fieldnorm_id(article), times));
            }
            postings.advance();
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
        let Some(postings) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let lengths = match stream {
            Stream::Common => FieldNormReader::constant(segment.max_doc(), 1),
            Stream::Grams | Stream::Headings => segment.get_fieldnorms_reader(term.field())?,
        };
        Ok(Some(Occurrences { postings, lengths }))
    }
}
