//! Traditional to simplified, character by character, in passages that are traditional; and everywhere the words that an
//! earlier conversion got wrong.
//!
//! A character is converted by the table that matching uses too. Phrases would go wrong on text that was converted back
//! and forth before (干部 beside 幹部, 系 beside 係), so only the few characters that have two simplified forms are told
//! apart by the word they stand in.

mod words;

use self::words::{CHANGED, KEPT, WRONG};
use super::{
    ledger::{At, Edits, Ledger},
    lines::is_han,
    reason::Reason,
    title::{Certainty, title},
};
use crate::text::fold_char;

/// A passage is judged by at least this many Chinese characters.
const PASSAGE: usize = 200;
/// One traditional character in this many makes a passage traditional. Simplified text has a name or a quotation.
const SHARE: usize = 25;

/// Converts the passages that are traditional, and mends what was converted wrongly before.
pub(super) fn simplify(ledger: &mut Ledger<'_>) {
    passages(ledger);
    mend(ledger);
}

/// Words that an earlier conversion got wrong, in every passage: no sentence has them rightly.
fn mend(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let mut edits = Edits::default();
    for wrong in WRONG {
        for (at, _) in text.match_indices(wrong.word) {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + wrong.word.len()..).and_then(|after| after.chars().next());
            let spoilt = |c: Option<char>, chars: &str| c.is_some_and(|c| chars.contains(c));
            if spoilt(before, wrong.not_behind) || spoilt(after, wrong.not_before) {
                continue;
            }
            for ((i, was), now) in wrong.word.char_indices().zip(wrong.right.chars()) {
                if was != now {
                    let place = At::new(at + i, at + i + was.len_utf8());
                    edits.replace(place, now.to_string(), Reason::Misconverted);
                }
            }
        }
    }
    ledger.apply(edits);
}

fn passages(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let mut edits = Edits::default();
    let (mut start, mut at, mut han, mut traditional) = (0, 0, 0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        han += line.chars().filter(|&c| is_han(c)).count();
        traditional += line.chars().filter(|&c| is_traditional(c)).count();
        if han >= PASSAGE {
            passage(text, At::new(start, at), han, traditional, &mut edits);
            (start, han, traditional) = (at, 0, 0);
        }
    }
    passage(text, At::new(start, at), han, traditional, &mut edits);
    ledger.apply(edits);
}

fn passage(text: &str, at: At, han: usize, traditional: usize, edits: &mut Edits) {
    if traditional == 0 {
        return;
    }
    if traditional * SHARE >= han {
        return convert(text, at, edits);
    }
    // The title of a simplified text, which was set by somebody else, is no name or quotation.
    let mut start = at.start();
    for line in at.of(text).split_inclusive('\n') {
        let own = At::new(start, start + line.len());
        start += line.len();
        let has_any = line.chars().any(is_traditional);
        let folded = || line.trim().chars().map(|c| fold_char(c).unwrap_or(c)).collect::<String>();
        if has_any && title(&folded()).is_some_and(|(_, certainty)| certainty == Certainty::Strong) {
            convert(text, own, edits);
        }
    }
}

fn convert(text: &str, at: At, edits: &mut Edits) {
    let words = at.of(text);
    for (i, c) in words.char_indices().filter(|&(_, c)| is_han(c)) {
        let to = simplified(c, words, i);
        if to != c {
            let mut buffer = [0; 4];
            edits.replace(at.slice(i..i + c.len_utf8()), &*to.encode_utf8(&mut buffer), Reason::Script);
        }
    }
}

/// The simplified form of `c`, which stands at byte `i` of `text`.
fn simplified(c: char, text: &str, i: usize) -> char {
    let inside = |words: &[&str]| words.iter().any(|word| stands_in(c, text, i, word));
    if let Some((_, _, to)) = CHANGED.iter().find(|(from, words, _)| *from == c && inside(words)) {
        return *to;
    }
    if KEPT.iter().any(|(from, words)| *from == c && inside(words)) || c == '乾' && names_a_place(text, i) {
        return c;
    }
    fold_char(c).unwrap_or(c)
}

/// Whether the character at byte `i` of `text` is the `c` of `word` there.
fn stands_in(c: char, text: &str, i: usize, word: &str) -> bool {
    word.match_indices(c).any(|(inner, _)| {
        i.checked_sub(inner).and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(word))
    })
}

/// 乾安縣, 乾潭鎮: 乾 in the name of a county or a town.
fn names_a_place(text: &str, i: usize) -> bool {
    let mut rest = text.get(i..).unwrap_or_default().chars().skip(1);
    let name = rest.next().filter(|&c| is_han(c) && !"旱部燥淨净涉預预擾扰線线渠果草枯".contains(c));
    name.is_some() && rest.next().is_some_and(|c| "縣县鎮镇鄉乡州".contains(c))
}

/// Whether `c` has a simplified form and is itself never used in simplified text (GB 2312).
fn is_traditional(c: char) -> bool {
    if !is_han(c) || fold_char(c) == Some(c) {
        return false;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    failed || !matches!(*bytes, [0xB0..=0xF7, 0xA1..=0xFE])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(text: &str) -> String {
        let mut ledger = Ledger::new(text);
        simplify(&mut ledger);
        ledger.text().to_owned()
    }

    #[test]
    fn traditional_passages_and_their_traps() {
        assert_eq!(
            simple("人民公僕與干部聯系，著力營造顯著環境，於乾隆年間乾燥，計畫瞭解瞭望，答覆覆蓋"),
            "人民公仆与干部联系，着力营造显著环境，于乾隆年间干燥，计划了解瞭望，答复覆盖"
        );
        assert_eq!(simple("什麼裏外門衞後臺準備製度"), "什么里外门卫后台准备制度");
    }

    #[test]
    fn one_form_for_two() {
        for (from, to) in [
            ("為乾安縣乾旱地區編寫鉅著", "为乾安县干旱地区编写巨著"),
            ("康乾盛世與蕭乾的乾淨著作，魏徵著《群書治要》", "康乾盛世与萧乾的干净著作，魏徵著《群书治要》"),
            ("覆核、覆議、覆函、重覆、覆蓋、顛覆", "复核、复议、复函、重复、覆盖、颠覆"),
            ("徬徨與彷彿，店舖倂入", "彷徨与仿佛，店铺并入"),
            (
                "聽著、隨著、存在著有關問題，頭髮、發票、皇后、前後、公里、心裡",
                "听着、随着、存在着有关问题，头发、发票、皇后、前后、公里、心里",
            ),
        ] {
            assert_eq!(simple(from), to);
        }
    }

    #[test]
    fn what_an_earlier_conversion_got_wrong() {
        for (from, to) in [
            ("着作权、卓着、显着成效、编着者、巨着", "著作权、卓著、显著成效、编著者、巨著"),
            ("乾部乾净，若乾骨乾；干坤、康干盛世", "干部干净，若干骨干；乾坤、康乾盛世"),
            ("复盖、颠复，反覆答覆，像征", "覆盖、颠覆，反复答复，象征"),
        ] {
            assert_eq!(simple(from), to);
            assert_eq!(simple(to), to);
        }
        for right in ["彰显着成效，接着作报告，穿着名贵，恢复盖章，乾安县、乾坤", "忙着作权衡，为了望远镜"]
        {
            assert_eq!(simple(right), right);
        }
    }

    #[test]
    fn a_name_in_a_simplified_text_stays() {
        let text =
            format!("{}張三著作等身，徵求意见。", "窗口工作人员应当热情接待每一位办事群众。".repeat(12));
        assert_eq!(simple(&text), text);
    }

    #[test]
    fn the_title_of_a_simplified_text_is_simplified() {
        let body = "窗口工作人员应当热情接待每一位办事群众。".repeat(12);
        assert_eq!(simple(&format!("窗口服務管理制度\n{body}")), format!("窗口服务管理制度\n{body}"));
    }
}
