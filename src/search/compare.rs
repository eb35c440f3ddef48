//! What several regulations say on one topic, side by side: by when, who, what, and what is excepted, each in the words of
//! an article.

use super::{Hit, Matched};
use crate::{
    law::{Address, Date, time_limits},
    text::FoldedText,
};

/// Of hits that are only alike, those that are less than this share of the best speak of something else.
const ALIKE: f32 = 0.6;
/// More articles of one regulation than this are read on their own.
const MOST_ARTICLES: usize = 5;
/// More quotations than this are no overview.
const MOST_QUOTES: usize = 2;

/// What one edition of a regulation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub regulation: String,
    /// Its title.
    pub title: String,
    /// The day from which on it applies, when known.
    pub effective: Option<Date>,
    /// What must be said with it, as [`Hit::caution`] has it.
    pub caution: Option<String>,
    /// The columns, in the order of [`Column::ALL`]; empty where it says nothing.
    pub cells: [Vec<Quote>; Column::ALL.len()],
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// 时限
    Limit,
    /// 谁: who does it or answers for it.
    Who,
    /// 内容: what is to be done.
    What,
    /// 例外
    Exception,
}

impl Column {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Column; 4] = [Column::Limit, Column::Who, Column::What, Column::Exception];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Column::Limit => "时限",
            Column::Who => "谁",
            Column::What => "内容",
            Column::Exception => "例外",
        }
    }

    /// The name for programs.
    pub fn word(self) -> &'static str {
        match self {
            Column::Limit => "limit",
            Column::Who => "who",
            Column::What => "what",
            Column::Exception => "exception",
        }
    }

    /// Whether `sentence`, which has words of the topic in it if `on_topic`, belongs here.
    fn takes(self, sentence: &str, on_topic: bool) -> bool {
        const WHO: [&str; 6] = ["负责", "牵头", "责任人", "主管", "承办", "由"];
        const EXCEPTION: [&str; 9] =
            ["除外", "但是", "但有", "例外", "不适用", "特殊情况", "确需", "不计入", "可以延长"];
        let folded = FoldedText::new(sentence);
        let has = |words: &[&str]| words.iter().any(|word| folded.as_str().contains(word));
        match self {
            Column::Limit => !time_limits(&folded).is_empty(),
            Column::Who => on_topic && has(&WHO),
            Column::What => on_topic,
            Column::Exception => has(&EXCEPTION),
        }
    }
}

/// A sentence of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The article.
    pub at: Address,
    /// Its words.
    pub words: String,
}

/// The regulations that `hits` belong to, the best first, and what they say, as things stand on `day`.
pub fn compare(hits: &[Hit], day: Date) -> Vec<Row> {
    let best = hits.first().map_or(0.0, |hit| hit.score);
    let mut rows: Vec<(Row, usize)> = Vec::new();
    for hit in hits {
        if hit.matched == Matched::Alike && hit.score < best * ALIKE {
            break;
        }
        let is_own = |row: &Row| row.regulation == hit.regulation && row.effective == hit.effective;
        let place = rows.iter().position(|(row, _)| is_own(row)).unwrap_or_else(|| {
            let (regulation, title) = (hit.regulation.clone(), hit.title.clone());
            let (effective, caution) = (hit.effective, hit.caution(day));
            rows.push((Row { regulation, title, effective, caution, cells: Default::default() }, 0));
            rows.len() - 1
        });
        let Some((row, articles)) = rows.get_mut(place).filter(|(_, articles)| *articles < MOST_ARTICLES)
        else {
            continue;
        };
        *articles += 1;
        for (sentence, on_topic) in sentences(hit) {
            for (cell, column) in row.cells.iter_mut().zip(Column::ALL) {
                if cell.len() < MOST_QUOTES && column.takes(sentence, on_topic) {
                    cell.push(Quote { at: hit.at.clone(), words: sentence.to_owned() });
                }
            }
        }
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

/// The sentences of a hit, each with whether the search found words in it. What is cited is all on the topic.
fn sentences(hit: &Hit) -> impl Iterator<Item = (&str, bool)> {
    let mut character = 0;
    hit.text.split_inclusive(['。', '；', '\n']).map(move |part| {
        let own = character..character + part.chars().count();
        character = own.end;
        let found = hit.highlights.iter().any(|range| range.start < own.end && own.start < range.end);
        (part.trim(), found || hit.matched == Matched::Cited)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Status;

    fn hit(regulation: &str, at: &str, text: &str, topic: &str, score: f32) -> Hit {
        let start = text.split(topic).next().unwrap().chars().count();
        let topic = start..start + topic.chars().count();
        Hit {
            regulation: regulation.to_owned(),
            title: format!("{regulation}制度"),
            at: at.parse().unwrap(),
            breadcrumbs: Vec::new(),
            text: text.to_owned(),
            highlights: [topic].to_vec(),
            score,
            status: Status::InForce,
            effective: None,
            until: None,
            rules: Vec::new(),
            matched: Matched::Exact,
        }
    }

    #[test]
    fn each_cell_quotes_its_article() {
        let hits = [
            hit(
                "甲",
                "第三条",
                "投诉由督查科负责受理。\n督查科应当在5个工作日内答复投诉人，情况复杂的可以延长。",
                "投诉",
                3.0,
            ),
            hit("乙", "第二条", "接到投诉后，应当在1个工作日内登记；重大的报中心主任。", "投诉", 2.0),
            hit("甲", "第九条", "匿名投诉不适用前款规定。", "投诉", 1.0),
        ];
        let rows = compare(&hits, Date::constant(2026, 1, 1));
        let cell = |row: usize, column: usize| {
            let quotes = rows[row].cells[column].iter();
            quotes.map(|quote| format!("{}{}", quote.at, quote.words)).collect::<Vec<_>>().join("|")
        };
        assert_eq!(rows.iter().map(|row| &*row.title).collect::<Vec<_>>(), ["甲制度", "乙制度"]);
        assert_eq!(cell(0, 0), "第三条督查科应当在5个工作日内答复投诉人，情况复杂的可以延长。");
        assert_eq!(cell(0, 1), "第三条投诉由督查科负责受理。");
        assert_eq!(
            cell(0, 3),
            "第三条督查科应当在5个工作日内答复投诉人，情况复杂的可以延长。|第九条匿名投诉不适用前款规定。"
        );
        assert_eq!(cell(1, 0), "第二条接到投诉后，应当在1个工作日内登记；");
        assert_eq!(cell(1, 1), "");
    }
}
