//! What the articles say that documents cite most: a sentence with the words of one article that cites another one.

use super::{Cite, Said, number};
use crate::{
    doc::Document,
    law::{Address, CitationMention, Level},
    rules::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
    },
    text::head,
};

/// Words by which an article is known.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// A name of the law.
    law: String,
    article: Address,
    said: Pattern,
}

pub(super) fn compile(written: &[file::Content], compiler: &Compiler<'_>) -> Compiled<Vec<Content>> {
    let content = |written: &file::Content| {
        let law = written.law.get_ref();
        // The tests have looked up those of the built-in rules; here that would read the register's names for nothing.
        if !compiler.file.is_built_in && compiler.context.cited.law(law).is_none() {
            let advice = "写登记表（laws.toml）里有的法律名称。";
            return Err(compiler.mistake(&written.law, "登记表里没有这部法律", advice));
        }
        let article = written.at.get_ref().parse::<Address>().ok();
        let Some(article) = article.filter(|at| at.at(Level::Article).is_some()) else {
            return Err(compiler.mistake(&written.at, "不是条号", "写成“第四十二条”。"));
        };
        Ok(Content { law: law.clone(), article, said: compiler.pattern(&written.said)? })
    };
    // A collection without a register knows no laws at all.
    if compiler.context.cited.law_titles().next().is_none() {
        return Ok(Vec::new());
    }
    written.iter().map(content).collect()
}

impl Cite {
    /// The article whose words stand in the sentence of `mention`, when that names another one of the same law.
    pub(super) fn misplaced(&self, document: &Document, mention: &CitationMention) -> Said {
        let [own] = mention.provisions.as_slice() else { return None };
        let own = number(own)?;
        if self.contents.is_empty() {
            return None;
        }
        let law = &self.cited.law(mention.title.as_deref()?)?.title;
        let sentence = words_after(document, mention);
        // Two citations in one sentence: whose words they are, nobody can tell.
        if sentence.contains(['《', '条']) {
            return None;
        }
        let of_law =
            |content: &Content| self.cited.law(&content.law).is_some_and(|other| other.title == *law);
        let said = |content: &&Content| of_law(content) && content.said.is_in(sentence);
        let said: Vec<&Content> = self.contents.iter().filter(said).collect();
        let content =
            said.first().filter(|_| said.iter().all(|content| number(&content.article) != Some(own)))?;
        let advice = format!("改为{}，并核对现行文本。", content.article);
        Some((format!("这里说的是《{law}》{}的内容，不是第{own}条", content.article), Some(advice)))
    }
}

/// The words behind a citation up to the end of its sentence, folded: 依照《…》第四十二条,二十日内作出决定. What stands before
/// it is what somebody did, and the article what follows from it.
fn words_after<'d>(document: &'d Document, mention: &CitationMention) -> &'d str {
    let text = document.folded.as_str();
    let after = text.get(document.folded.from_plain(mention.at).end()..).unwrap_or_default();
    head(after).split(['。', '\n', ';']).next().unwrap_or_default()
}
