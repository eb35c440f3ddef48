//! Names of national laws that no law has. Local rules, standards and forms are nobody's business here: the register holds
//! all laws (法律), and of the rest only a part.

use super::{Cite, Said};
use crate::law::CitationMention;

impl Cite {
    pub(super) fn law(&self, mention: &CitationMention) -> Said {
        let title = mention.title.as_deref()?;
        let bare = title.strip_prefix(STATE).unwrap_or(title);
        let is_law = bare.ends_with('法');
        let named = is_law || bare.ends_with("条例");
        if !named || self.cited.law(title).is_some() {
            return None;
        }
        if let Some(near) = self.misspelt(bare, is_law) {
            let advice = format!("是不是《{near}》？请核对名称。");
            return Some((format!("没有《{title}》这部法律法规"), Some(advice)));
        }
        // With the state's name before it, it claims to be a law; the register holds all of them.
        let claims = is_law && bare != title && !bare.contains(['(', '〈', '《', '案', '草']);
        claims.then(|| {
            let advice = "登记表收录全部现行法律，没有查到这个名称；请到国家法律法规数据库核对全称。";
            (format!("没有查到《{title}》这部法律"), Some(advice.to_owned()))
        })
    }

    /// The law that is meant by a name that no law has, but one of which it differs in a single character.
    fn misspelt(&self, bare: &str, is_law: bool) -> Option<&str> {
        let alike = |name: &str| {
            let name = name.strip_prefix(STATE).unwrap_or(name);
            // Local rules are called 条例 as well, and differ from each other in one character.
            one_slip(name, bare) || is_law && name.ends_with('法') && one_other(name, bare)
        };
        self.cited.law_titles().find(|title| alike(title))
    }
}

const STATE: &str = "中华人民共和国";

/// A shorter name differs from too many others in one character.
const SHORTEST_SLIP: usize = 6;
const SHORTEST_OTHER: usize = 5;

/// Whether two names differ by one character that lacks, is too many, or stands twice.
fn one_slip(right: &str, wrong: &str) -> bool {
    let (right, wrong): (Vec<char>, Vec<char>) = (right.chars().collect(), wrong.chars().collect());
    if right.len().abs_diff(wrong.len()) != 1 || wrong.len() < SHORTEST_SLIP {
        return false;
    }
    let (short, long) = if right.len() < wrong.len() { (&right, &wrong) } else { (&wrong, &right) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    short.get(same..) == long.get(same + 1..)
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
        assert!(one_slip("市场主体登记管理条例", "市场主体登记管条例"));
        assert!(one_slip("行政许可法", "行政许可可法"));
        assert!(one_other("食品安全法", "食品安会法"));
        assert!(!one_other("食品安全法", "药品安会法") && !one_slip("公司登记管理条例", "公司管理条例"));
        assert!(!one_other("公司法", "公证法"));
    }
}
