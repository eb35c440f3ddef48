//! Names of national laws that no law has. Local rules, standards and forms are nobody's business here: the register holds
//! all laws (法律), and of the rest only a part.

use super::{Cite, Said};
use crate::{law::CitationMention, text::one_edit};

impl Cite {
    pub(super) fn law(&self, mention: &CitationMention) -> Said {
        let title = mention.title.as_deref()?;
        let bare = title.strip_prefix(STATE).unwrap_or(title);
        // 办法 are not laws.
        let is_law =
            bare.ends_with('法') && !["办法", "方法", "做法", "书法"].iter().any(|w| bare.ends_with(w));
        let named = is_law || bare.ends_with("条例") && !is_local(bare);
        if !named || self.cited.law(title).is_some() {
            return None;
        }
        let message = format!("现行法律法规里没有《{title}》");
        if let Some(near) = self.misspelt(bare, is_law) {
            return Some((message, Some(format!("是不是《{near}》？请核对名称。"))));
        }
        // With the state's name before it, it claims to be a law; the register holds all of them.
        let claims = is_law && bare != title && !bare.contains(['(', '〈', '《', '案', '草']);
        claims.then(|| {
            let advice = "登记表收录全部现行法律，没有查到这个名称；请到国家法律法规数据库核对全称。";
            (message, Some(advice.to_owned()))
        })
    }

    /// The law that is meant by a name that no law has, but one of which it differs in a character or two.
    fn misspelt(&self, bare: &str, is_law: bool) -> Option<&str> {
        let alike = |name: &&str| {
            let name = name.strip_prefix(STATE).unwrap_or(name);
            slip(name, bare).is_some() || is_law && name.ends_with('法') && one_other(name, bare)
        };
        let alike = self.cited.law_titles().filter(alike);
        let nearest =
            alike.min_by_key(|name| slip(name.strip_prefix(STATE).unwrap_or(name), bare).unwrap_or(1));
        nearest.or_else(|| self.mistyped(bare).filter(|_| !is_law))
    }

    /// The one regulation (条例) whose name has another character in the place of one that makes no word there. Local
    /// rules are called 条例 as well, without the place in their name at times, and 渠道 is a word where 河道 is one.
    fn mistyped(&self, bare: &str) -> Option<&str> {
        let titles = || self.cited.law_titles().map(|name| (name.strip_prefix(STATE).unwrap_or(name), name));
        let mut near = titles().filter(|(name, _)| name.ends_with("条例") && one_edit(name, bare));
        let (Some((right, name)), None) = (near.next(), near.next()) else { return None };
        let (right, wrong): (Vec<char>, Vec<char>) = (right.chars().collect(), bare.chars().collect());
        let at = right.iter().zip(&wrong).position(|(a, b)| a != b)?;
        let pair = |from: usize| wrong.get(from..from + 2).map(|pair| pair.iter().collect::<String>());
        let words = [at.checked_sub(1).and_then(pair), pair(at).filter(|pair| !pair.ends_with('条'))];
        let is_word = |word: &String| titles().any(|(name, _)| name.contains(word.as_str()));
        let long = right.len() >= SHORTEST_SLIP && right.len() == wrong.len();
        (long && !words.iter().flatten().any(is_word)).then_some(name)
    }
}

const STATE: &str = "中华人民共和国";

/// A shorter name differs from too many others in one character.
const SHORTEST_SLIP: usize = 6;
const SHORTEST_OTHER: usize = 5;

/// The most characters that are lost or too many in a name that is still the same.
const MOST: usize = 2;

/// Whether a name begins with that of a province, a city or a county.
fn is_local(name: &str) -> bool {
    let place =
        |(i, _): (usize, char)| name.get(..i).is_some_and(|before| (2..=6).contains(&before.chars().count()));
    // 人力资源市场 is no city.
    let is_word = |i: usize| {
        ["市场", "市容", "市政"].iter().any(|word| name.get(i..).is_some_and(|n| n.starts_with(word)))
    };
    let ends = name.char_indices().filter(|&(i, c)| "省市县州旗".contains(c) && !is_word(i));
    ends.into_iter().any(place) || name.contains("自治")
}

/// How many characters in a row two names differ by that lack, are too many, or stand twice; `None` when they differ more.
fn slip(right: &str, wrong: &str) -> Option<usize> {
    let (right, wrong): (Vec<char>, Vec<char>) = (right.chars().collect(), wrong.chars().collect());
    let more = right.len().abs_diff(wrong.len());
    if !(1..=MOST).contains(&more) || wrong.len() < SHORTEST_SLIP {
        return None;
    }
    let (short, long) = if right.len() < wrong.len() { (&right, &wrong) } else { (&wrong, &right) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    (short.get(same..) == long.get(same + more..)).then_some(more)
}

/// Whether two names of one length differ in one character.
fn one_other(right: &str, wrong: &str) -> bool {
    let length = wrong.chars().count();
    let differing = right.chars().zip(wrong.chars()).filter(|(a, b)| a != b).count();
    length >= SHORTEST_OTHER && right.chars().count() == length && differing == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_one_character() {
        assert_eq!(slip("市场主体登记管理条例", "市场主体登记管条例"), Some(1));
        assert_eq!(slip("行政许可法", "行政许可可法"), Some(1));
        assert_eq!(slip("宗教事务条例", "宗教事务管理条例"), Some(2));
        assert_eq!(slip("公司登记管理条例", "企业登记管理条例"), None);
        assert!(one_other("食品安全法", "食品安会法"));
        assert!(!one_other("食品安全法", "药品安会法") && !one_other("公司法", "公证法"));
        assert!(is_local("甲乙市市容管理条例") && !is_local("人力资源市场管理暂行条例"));
        assert!(
            is_local("某某省物业管理条例") && is_local("甲乙自治县条例") && !is_local("市场主体登记管条例")
        );
    }
}
