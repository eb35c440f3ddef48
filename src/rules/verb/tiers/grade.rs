//! One grade: from where to where, and whether its ends belong to it. 以上、以下、以内 include the number, 不满、超过、以外
//! do not (民法典第一千二百五十九条), unless the text says 含 or 不含.

use super::{
    around::{POINTS, dealt_with, lead},
    defined::Definitions,
    note::{Note, Of, brackets},
    unit::{counted_out, exact, in_one_unit, normal},
};
use crate::text::{Amount, Folded, Span, numeral_at, tail};

/// An end of a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) at: Amount,
    pub(super) included: bool,
}

/// A grade as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grade {
    pub(super) at: Span<Folded>,
    pub(super) unit: String,
    pub(super) low: Option<Edge>,
    pub(super) high: Option<Edge>,
    /// Whether brackets say of 以上 that it includes (含) or excludes (不含) its number.
    pub(super) stated: Option<bool>,
    /// Whether it is told as what one counts: from one whole number to another with no more than a dash between (4—7天), or 半天的.
    pub(super) counted: bool,
    /// The paragraph of its article in which it stands, counted through the document.
    pub(super) part: usize,
    /// In a table, the words of its row before it.
    pub(super) row: Option<String>,
}

impl Grade {
    /// Whether it is a single value: 缺勤1次.
    pub(super) fn is_point(&self) -> bool {
        matches!((self.low, self.high), (Some(low), Some(high)) if low == high)
    }

    /// Counts it in a finer unit, where that unit makes its own up.
    pub(super) fn count_in(&mut self, fine: &str) -> bool {
        let Some(times) = counted_out(&self.unit, fine) else { return false };
        let count = |edge: Edge| edge.at.times(times).map(|at| Edge { at, ..edge });
        (self.low, self.high) = (self.low.and_then(count), self.high.and_then(count));
        self.unit = fine.to_owned();
        true
    }

    /// The number by which the grade is named: its lower one, else its upper one.
    pub(super) fn number(&self) -> Amount {
        self.low.or(self.high).map_or(Amount::default(), |edge| edge.at)
    }
}

/// On which side of a number a grade lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    From { included: bool },
    UpTo { included: bool },
    Point,
}

impl Side {
    /// The same side, with the number itself or without.
    fn including(self, included: bool) -> Self {
        match self {
            Side::From { .. } => Side::From { included },
            Side::UpTo { .. } => Side::UpTo { included },
            Side::Point => Side::Point,
        }
    }
}

/// A number with its unit and the words that bound it.
struct Bounded {
    start: usize,
    end: usize,
    amount: Amount,
    unit: String,
    /// How many of the unit make the one that is written: 60 minutes make an hour.
    times: u32,
    side: Side,
    notes: Vec<Note>,
}

impl Bounded {
    /// A number without a unit of its own counts in that of the number behind it: 1至3小时.
    fn unit_of<'a>(&'a self, behind: &'a Bounded) -> Option<(&'a str, Amount)> {
        match self.unit.as_str() {
            "" => self.amount.times(behind.times).map(|amount| (behind.unit.as_str(), amount)),
            own => Some((own, self.amount)),
        }
    }

    /// What its brackets say of itself.
    fn stated(&self) -> Option<bool> {
        let own = |note: &&Note| match note.of {
            Of::Own | Of::Both => true,
            Of::Named(named) => named == self.amount,
            Of::Other => false,
        };
        self.notes.iter().find(own).map(|note| note.included)
    }

    /// What its brackets say of `amount`, the other end of its grade: 一至三天（不含一天）.
    fn says_of(&self, amount: Amount) -> Option<bool> {
        let other = |note: &&Note| match note.of {
            Of::Own | Of::Other => false,
            Of::Both => true,
            Of::Named(named) => named == amount,
        };
        self.notes.iter().find(other).map(|note| note.included)
    }
}

const BEFORE: [(&str, Side); 14] = [
    ("不超过", Side::UpTo { included: true }),
    ("不得超过", Side::UpTo { included: true }),
    ("不多于", Side::UpTo { included: true }),
    ("超过", Side::From { included: false }),
    ("多于", Side::From { included: false }),
    ("高于", Side::From { included: false }),
    ("不少于", Side::From { included: true }),
    ("不低于", Side::From { included: true }),
    ("至少", Side::From { included: true }),
    ("不满", Side::UpTo { included: false }),
    ("未满", Side::UpTo { included: false }),
    ("不足", Side::UpTo { included: false }),
    ("少于", Side::UpTo { included: false }),
    ("低于", Side::UpTo { included: false }),
];

/// The characters with which a number begins in Chinese, or one of the words before it.
const FIRST: &str = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅半不未超多高至少低";

const AFTER: [(&str, Side); 7] = [
    ("以上", Side::From { included: true }),
    ("及以上", Side::From { included: true }),
    ("以外", Side::From { included: false }),
    ("以内", Side::UpTo { included: true }),
    ("之内", Side::UpTo { included: true }),
    ("以下", Side::UpTo { included: true }),
    ("内", Side::UpTo { included: true }),
];

/// What grades are counted in, and what the words mean that bound them.
pub(super) struct Reader<'r> {
    /// The units, the longer ones first.
    pub(super) units: &'r [String],
    /// The unit of numbers that stand without one.
    pub(super) unit: Option<String>,
    pub(super) definitions: &'r Definitions,
    /// The part of the document in which a definition of its own holds.
    pub(super) section: Span<Folded>,
}

/// The grades in `text` within `at`.
pub(super) fn grades(text: &str, at: Span<Folded>, reader: &Reader<'_>) -> Vec<Grade> {
    let mut found: Vec<Grade> = Vec::new();
    let mut open: Option<Bounded> = None;
    for bounded in numbers(text, at, reader) {
        // 2天以上7天以内, 超过3天不超过7天, 94-90分: two numbers side by side are one grade.
        let joined = open.take().and_then(|low| match join(text, &low, &bounded) {
            Some(grade) => Some(grade),
            None => {
                found.extend(alone(text, &low));
                None
            }
        });
        match joined {
            Some(grade) => found.push(grade),
            None => open = Some(bounded),
        }
    }
    found.extend(open.as_ref().and_then(|bounded| alone(text, bounded)));
    found
}

fn alone(text: &str, bounded: &Bounded) -> Option<Grade> {
    let edge = |included| Some(Edge { at: bounded.amount, included });
    let (low, high) = match bounded.side {
        Side::From { included } => (edge(included), None),
        Side::UpTo { included } => (None, edge(included)),
        // 缺勤1次扣1分
        Side::Point if is_single(text, Span::new(bounded.start, bounded.end)) => (edge(true), edge(true)),
        // 半天的, 1天(含1天)的: the lowest grade, named by its one value.
        // 按旷工半天计 is what comes of a case, and no case.
        Side::Point if is_outcome(text, bounded) => return None,
        // 超过承诺时限1天的: counted from there on, and no first day.
        Side::Point if is_beyond(text, bounded.start) => return None,
        Side::Point if bounded.stated() == Some(true) => (None, edge(true)),
        Side::Point if bounded.unit == "天" && bounded.amount <= Amount::whole(1) => (None, edge(true)),
        Side::Point => return None,
    };
    let stated = bounded.stated().filter(|_| low.is_some());
    let low = low.or_else(|| begins_behind(bounded));
    let at = Span::new(bounded.start, bounded.end);
    let counted = bounded.side == Side::Point && bounded.amount == Amount::HALF;
    Some(Grade { at, unit: bounded.unit.clone(), low, high, stated, counted, part: 0, row: None })
}

/// Where a grade begins that tells its end, and in brackets the smaller number behind which it begins: 三天以内（不含一天）.
fn begins_behind(bounded: &Bounded) -> Option<Edge> {
    bounded.notes.iter().find_map(|note| match note.of {
        Of::Named(at) if at < bounded.amount && !note.included => Some(Edge { at, included: false }),
        _ => None,
    })
}

/// Whether a number says what somebody's case is taken for: 按旷工半天计, 视为旷工一天.
fn is_outcome(text: &str, bounded: &Bounded) -> bool {
    let after = text.get(bounded.end..).unwrap_or_default();
    let words = lead(text, Span::new(bounded.start, bounded.end));
    ["按", "视为", "视同", "折合", "计"].iter().any(|word| words.starts_with(word))
        && (words.starts_with("视")
            || ["计", "论", "处理", "对待", "扣"].iter().any(|word| after.starts_with(word)))
}

/// Whether the clause says right before the number what it goes beyond: 超过承诺时限.
fn is_beyond(text: &str, start: usize) -> bool {
    const LONGEST: usize = 8;
    let words = lead(text, Span::new(start, start));
    let limit = |word: &str| words.rfind(word).and_then(|i| words.get(i + word.len()..));
    ["超过", "超出", "逾期"].into_iter().filter_map(limit).any(|limit| {
        let named = limit.is_empty()
            || ["时限", "期限", "时间", "规定", "标准"].iter().any(|end| limit.ends_with(end));
        named && limit.chars().count() <= LONGEST
    })
}

fn join(text: &str, first: &Bounded, second: &Bounded) -> Option<Grade> {
    let between = text.get(first.end..second.start)?;
    if !["", ",", "、", "至", "到", "-", "~", "且", "但", ",且", ",但", "并"].contains(&between) {
        return None;
    }
    let (first_unit, first_amount) = first.unit_of(second)?;
    let said = (
        first.stated().or_else(|| second.says_of(first_amount)),
        second.stated().or_else(|| first.says_of(second.amount)),
    );
    let (unit, lower, upper) = in_one_unit((first_unit, first_amount), (&second.unit, second.amount))?;
    let at = Span::new(first.start, second.end);
    let dash = ["至", "到", "-", "~"].contains(&between);
    let one = |included: bool| Edge { at: lower, included: said.0.unwrap_or(included) };
    let other = |included: bool| Edge { at: upper, included: said.1.unwrap_or(included) };
    let (low, high) = match (first.side, second.side) {
        (Side::From { included: a }, Side::UpTo { included: b }) => (one(a), other(b)),
        (Side::UpTo { included: a }, Side::From { included: b }) => (other(b), one(a)),
        (Side::Point | Side::From { .. }, Side::Point | Side::UpTo { .. }) if dash => {
            // 超过1万元至10万元 begins behind its first number.
            let open = matches!(first.side, Side::From { included: false });
            if lower <= upper { (one(!open), other(true)) } else { (other(!open), one(true)) }
        }
        _ => return None,
    };
    let from_second = lower > upper || matches!(second.side, Side::From { .. });
    let stated = if from_second { said.1 } else { said.0 };
    let is_whole =
        |bounded: &Bounded| bounded.amount.hundredths().is_multiple_of(100) && bounded.side == Side::Point;
    let counted = ["-", "~"].contains(&between) && is_whole(first) && is_whole(second);
    Some(Grade { at, unit, low: Some(low), high: Some(high), stated, counted, part: 0, row: None })
}

/// Every number with a unit in `text` within `at`. The first of two joined by a dash may stand without one.
fn numbers(text: &str, at: Span<Folded>, reader: &Reader<'_>) -> Vec<Bounded> {
    let mut found = Vec::new();
    let mut i = at.start();
    while let Some(c) = text.get(i..at.end()).and_then(|rest| rest.chars().next()) {
        match bounded(text, i, at, reader) {
            Some(bounded) => {
                i = bounded.end;
                found.push(bounded);
            }
            None => i += c.len_utf8(),
        }
    }
    found
}

fn bounded(text: &str, start: usize, within: Span<Folded>, reader: &Reader<'_>) -> Option<Bounded> {
    let rest = text.get(start..within.end())?;
    // Most characters begin nothing, and are passed before anything is looked up.
    let begins = |c: char| c.is_ascii_digit() || FIRST.contains(c);
    if !rest.starts_with(begins) {
        return None;
    }
    let before = BEFORE.iter().find(|(word, _)| rest.starts_with(word));
    let lead = before.map_or(0, |(word, _)| word.len());
    let digits = rest.get(lead..)?;
    // 第三天, 2026年: an ordinal or a part of a longer number is no amount.
    let previous = text.get(..start)?.chars().last();
    let longer = |c: char| c.is_ascii_digit() || "第.一二三四五六七八九十百千万".contains(c);
    if lead == 0 && previous.is_some_and(longer) {
        return None;
    }
    let numeral = numeral_at(digits)?;
    let mut end = start + lead + numeral.len;
    let unit_of = |tail: &str| reader.units.iter().find(|unit| tail.starts_with(unit.as_str())).cloned();
    let tail = text.get(end..within.end())?;
    let unit = match unit_of(tail) {
        Some(unit) => unit,
        // 94—90分
        None if tail.starts_with(['-', '~', '至', '到']) && previous_is_free(previous) => String::new(),
        // A cell under a heading with the unit.
        None if reader.unit.is_some() => String::new(),
        None => return None,
    };
    end += unit.len();
    // 百分之五 is no number of points, 16周岁 none of weeks, 300人次 none of people.
    if !unit.is_empty()
        && text.get(end..within.end()).is_some_and(|tail| tail.starts_with(['之', '岁', '次']))
    {
        return None;
    }
    // 不超过3个部门 counts what is named behind; 3个以上 counts what was.
    let behind = text.get(end..within.end()).unwrap_or_default();
    if unit == "个" && behind.starts_with(|c: char| c.is_alphabetic() && !"以及之内的至到".contains(c))
    {
        return None;
    }
    // 年满100周岁 begins an age; 满3天的 is one of many days.
    let aged = unit.ends_with('岁') && previous == Some('满');
    let alone = if aged { Side::From { included: true } } else { Side::Point };
    let mut side = before.map_or(alone, |&(_, side)| side);
    let unit = match &reader.unit {
        Some(own) if unit.is_empty() => own.clone(),
        _ => unit,
    };
    let (unit, times) = normal(&unit);
    let mut notes = Vec::new();
    // 7天(含7天)以上 and 7天以上(含7天)
    let read_brackets = |end: usize, notes: &mut Vec<Note>| {
        let (said, len) = brackets(text.get(end..within.end()).unwrap_or_default(), times, reader);
        notes.extend(said);
        end + len
    };
    end = read_brackets(end, &mut notes);
    let tail = text.get(end..within.end())?;
    if let Some(&(word, after)) = AFTER.iter().find(|(word, _)| tail.starts_with(word)) {
        // 不超过3天以内 says the same twice.
        if before.is_none() {
            side = reader
                .definitions
                .included(word, reader.section)
                .map_or(after, |defined| after.including(defined));
        }
        end += word.len();
    }
    end = read_brackets(end, &mut notes);
    // 不足250平方米的按250平方米计 rounds up, and 5年内累计居留 is a time in which something happens.
    let behind = text.get(end..within.end())?;
    // 超过30分钟不满1小时的，按旷工半天处理 tells what comes of a grade.
    let counted_as = behind.trim_start_matches('的').trim_start_matches(',');
    let clause = counted_as.split([',', ';', '。', '\n', ')']).next().unwrap_or_default();
    let counts =
        clause.starts_with(['按', '以']) && clause.contains(['计', '算']) || clause.starts_with('视');
    let rounds = matches!(side, Side::UpTo { included: false }) && counts;
    let lasts = matches!(side, Side::UpTo { included: true })
        && ["在", "累计", "连续", "曾", "未", "无", "没有"].iter().any(|word| behind.starts_with(word));
    if rounds || lasts {
        return None;
    }
    let amount = exact(numeral.amount, times)?;
    let mut bounded = Bounded { start, end, amount, unit: unit.to_owned(), times, side, notes };
    if let Some(stated) = bounded.stated() {
        bounded.side = side.including(stated);
    }
    Some(bounded)
}

fn previous_is_free(previous: Option<char>) -> bool {
    previous.is_none_or(|c| !c.is_ascii_alphanumeric())
}

/// Whether a number that nothing bounds is a grade of its own: 缺勤1次扣1分. 每迟到1次 is counted on, and 超过时限3天 is bounded.
fn is_single(text: &str, at: Span<Folded>) -> bool {
    const MORE: [&str; 9] = ["超过", "超出", "超", "逾期", "满", "达", "每", "连续", "累计"];
    let before = tail(text.get(..at.start()).unwrap_or_default());
    let clause = before.rsplit(['。', ';', ',', '\n']).next().unwrap_or_default();
    dealt_with(text, at) == Some(POINTS) && !MORE.iter().any(|word| clause.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let units = ["个工作日", "工作日", "万元", "天", "分", "%", "元", "人", "周"].map(str::to_owned);
        let definitions = Definitions::of(text);
        let section = Span::new(0, text.len());
        let reader = Reader { units: &units, unit: None, definitions: &definitions, section };
        let show = |edge: Option<Edge>| {
            edge.map_or("∞".to_owned(), |e| format!("{}{}", e.at, if e.included { "=" } else { "" }))
        };
        grades(text, section, &reader).iter().map(|g| format!("{}..{}", show(g.low), show(g.high))).collect()
    }

    #[test]
    fn bounds_in_every_spelling() {
        for (text, expected) in [
            ("1天(含1天)由督查科批准", "∞..1="),
            ("2天以上7天以内由分管副主任批准", "2=..7="),
            ("7天以上(含7天)", "7=..∞"),
            ("7天以上(不含7天)", "7..∞"),
            ("15天以上(含)30天以内", "15=..30="),
            ("超过三天不超过七天的", "3..7="),
            ("超过三天、不超过七天的", "3..7="),
            ("不满3天", "∞..3"),
            ("半天以内", "∞..0.5="),
            ("94-90分(含90分)", "90=..94="),
            ("三天以上七天以下", "3=..7="),
            ("三天以上七天以下(以下不含本数)", "3=..7"),
            ("5万元以上十万元以下", "50000=..100000="),
            ("超过两周的", "2..∞"),
            ("超过1万元至10万元的部分", "10000..100000="),
            ("1000元(不含)至5000元(含)", "1000..5000="),
            ("7天(不含7天)至3天(含3天)", "3=..7"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
        assert!(read("第三天起算，2026年9月").is_empty());
        assert!(read("16周岁以上,300人次以上,五千万元以上").is_empty());
    }
}
