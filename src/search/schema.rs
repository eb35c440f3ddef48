//! The inverted index: a field per way of cutting; a document per article, numbered in the order of the articles.

use tantivy::{
    DocSet, Index, Searcher, TERMINATED, TantivyDocument, TantivyError, Term,
    directory::RamDirectory,
    postings::Postings as _,
    query::Bm25Weight,
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};

use super::tokenize::{Cut, Piece, grams, words};

/// The size in bytes from which the writer sets out to grow its tables.
const WRITER_MEMORY: usize = 15_000_000;

/// What is indexed of an article, each in a field of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// The dictionary words of its text.
    Words,
    /// The characters, and pairs of characters, of its text.
    Grams,
    /// The same of its headings.
    Headings,
}

impl Stream {
    const ALL: [Stream; 3] = [Stream::Words, Stream::Grams, Stream::Headings];

    fn name(self) -> &'static str {
        match self {
            Stream::Words => "words",
            Stream::Grams => "grams",
            Stream::Headings => "headings",
        }
    }

    fn cut(self) -> fn(&str) -> Vec<Piece> {
        match self {
            Stream::Words => words,
            Stream::Grams | Stream::Headings => grams,
        }
    }
}

/// Which articles a token occurs in, and how often.
pub(super) struct Inverted {
    searcher: Searcher,
    fields: [Field; 3],
}

impl Inverted {
    /// Indexes articles, given as folded text and folded headings.
    pub(super) fn build<'t>(
        articles: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, TantivyError> {
        let mut schema = Schema::builder();
        let tokenizers = TokenizerManager::new();
        let fields = Stream::ALL.map(|stream| {
            tokenizers.register(stream.name(), Cut(stream.cut()));
            // Without positions: literal words are verified in the text itself, so no way of cutting can lose them.
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(stream.name())
                .set_index_option(IndexRecordOption::WithFreqs);
            schema.add_text_field(stream.name(), TextOptions::default().set_indexing_options(indexing))
        });
        let builder = Index::builder().schema(schema.build()).tokenizers(tokenizers);
        // One segment, so that a document's number is its article's; written in this thread, without a lock.
        let mut writer = builder.single_segment_index_writer(RamDirectory::create(), WRITER_MEMORY)?;
        let [words, grams, headings] = fields;
        for (text, heading) in articles {
            let mut document = TantivyDocument::new();
            document.add_text(words, text);
            document.add_text(grams, text);
            document.add_text(headings, heading);
            writer.add_document(document)?;
        }
        let searcher = writer.finalize()?.reader()?.searcher();
        Ok(Self { searcher, fields })
    }

    fn term(&self, stream: Stream, token: &str) -> Term {
        let [words, grams, headings] = self.fields;
        let field = match stream {
            Stream::Words => words,
            Stream::Grams => grams,
            Stream::Headings => headings,
        };
        Term::from_field_text(field, token)
    }

    /// In how many articles `token` occurs.
    pub(super) fn frequency(&self, stream: Stream, token: &str) -> Result<u64, TantivyError> {
        self.searcher.doc_freq(&self.term(stream, token))
    }

    /// Calls `each` with every article in which `token` occurs, in order, and the token's BM25 score there (k1 1.2,
    /// b 0.75: tuning them gains nothing). Ranking adds up scores term by term, because a question has some fifty
    /// characters and pairs, and merging fifty lists article by article costs several times as much.
    pub(super) fn score(
        &self,
        stream: Stream,
        token: &str,
        mut each: impl FnMut(usize, f32),
    ) -> Result<(), TantivyError> {
        let term = self.term(stream, token);
        let weight = Bm25Weight::for_terms(&self.searcher, std::slice::from_ref(&term))?;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(term.field())?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            let lengths = segment.get_fieldnorms_reader(term.field())?;
            let mut document = postings.doc();
            while document != TERMINATED {
                each(document as usize, weight.score(lengths.fieldnorm_id(document), postings.term_freq()));
                document = postings.advance();
            }
        }
        Ok(())
    }
}
