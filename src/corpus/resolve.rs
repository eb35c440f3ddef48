//! From a citation as people write it to the regulation and the provisions that it means.

use super::{
    Corpus, Law,
    written::{nameless, readings},
};
use crate::{
    law::{Address, Date, Level, Place, Provision, Regulation, Step},
    text::FoldedText,
};

/// How many regulations are offered when none is meant.
const NEAREST: usize = 3;
/// How many regulations are listed that have the provision which is named without a name.
const HAVING: usize = 10;

/// What a citation means.
#[derive(Debug, Clone)]
pub enum Resolution<'c> {
    /// One regulation, and the provisions that the citation names: none for the whole, several for a range or a list.
    One(&'c Regulation, Vec<&'c Provision>),
    /// One regulation, which has no provision at that address.
    NoSuchProvision(&'c Regulation, Address),
    /// One regulation, which has several provisions at that address: its numbers repeat, or 款 was left out.
    ManyProvisions(&'c Regulation, Vec<&'c Provision>),
    /// A law of the register, whose text is not held, and what the citation names of it.
    NotHeld(&'c Law, Vec<Place>),
    /// Regulations that may be meant: their names begin so, or other words stand beside the name. One only is not sure either.
    Many(Vec<&'c Regulation>),
    /// Provisions without a name, and the first regulations that have them.
    Nameless(Vec<Place>, Vec<&'c Regulation>),
    /// No regulation.
    None {
        /// Those whose names look alike, the likest first.
        nearest: Vec<&'c Regulation>,
    },
}

impl Corpus {
    /// What `citation` means on `as_of`. It may be a title, an alias, an id, a document number or a title without its last
    /// word, with or without 《》, and provisions in any spelling behind it: `限时办结制度第三条`, `《限时办结制度》第3条`,
    /// `限时办结 3条`, `限时办结制度第三条至第五条`. Of each regulation the edition that applied is taken, and before the first one
    /// did, the first. What is in doubt is listed.
    pub fn resolve(&self, citation: &str, as_of: Date) -> Resolution<'_> {
        let names = self.names();
        let named = names.resolve(citation);
        let folded = FoldedText::new(citation);
        if !named.as_ref().is_some_and(|named| named.is_whole)
            && let Some((law, places)) = self.law_in(folded.as_str())
        {
            return Resolution::NotHeld(law, places);
        }
        let Some(named) = named else {
            return match nameless(folded.as_str()) {
                Some(places) => {
                    let having = self.having(&places, as_of);
                    Resolution::Nameless(places, having)
                }
                None => Resolution::None { nearest: self.applying(&names.nearest(citation, NEAREST), as_of) },
            };
        };
        match self.standing(self.applying(&named.regulations, as_of), as_of).as_slice() {
            &[regulation] if named.is_sure => provisions(regulation, &named.places),
            several => Resolution::Many(several.to_vec()),
        }
    }

    /// The law of the register that folded `text` cites by a whole name, the longest one.
    fn law_in(&self, text: &str) -> Option<(&Law, Vec<Place>)> {
        let known = readings(text).into_iter().filter_map(|reading| Some((self.law(reading.name)?, reading)));
        known.max_by_key(|(_, reading)| reading.name.len()).map(|(law, reading)| (law, reading.places))
    }

    /// Of regulations that share a name the one that took the place of all others, when there is one; else all of them.
    fn standing<'c>(&'c self, all: Vec<&'c Regulation>, as_of: Date) -> Vec<&'c Regulation> {
        let stands: Vec<&Regulation> =
            all.iter().copied().filter(|r| self.ended(r, as_of).is_none()).collect();
        let &[one] = stands.as_slice() else { return all };
        let replaces = |other: &&Regulation| other.id == one.id || one.replaces.contains(&other.id);
        if all.iter().all(replaces) { stands } else { all }
    }

    /// The first regulations in force that have all of `places`.
    fn having(&self, places: &[Place], as_of: Date) -> Vec<&Regulation> {
        let has = |regulation: &&Regulation| matches!(provisions(regulation, places), Resolution::One(..));
        self.in_force(as_of).filter(has).take(HAVING).collect()
    }

    /// The edition that applied on `as_of` of each of the regulations at `which`, each once.
    pub(super) fn applying(&self, which: &[usize], as_of: Date) -> Vec<&Regulation> {
        let mut found: Vec<&Regulation> = Vec::new();
        for named in which.iter().filter_map(|&i| self.regulations.get(i)) {
            let edition = self.regulation(&named.id, as_of).or_else(|| self.editions(&named.id).next());
            if let Some(edition) = edition.filter(|edition| found.iter().all(|r| r.id != edition.id)) {
                found.push(edition);
            }
        }
        found
    }
}

/// The provisions of `regulation` at `places`.
fn provisions<'r>(regulation: &'r Regulation, places: &[Place]) -> Resolution<'r> {
    let mut found: Vec<&Provision> = Vec::new();
    for place in places {
        for at in [place.first(), place.last()] {
            let fitting = at_address(regulation, at);
            match fitting.as_slice() {
                [] => return Resolution::NoSuchProvision(regulation, at.clone()),
                [_] => {}
                _ => return Resolution::ManyProvisions(regulation, fitting),
            }
        }
        let between = |p: &&Provision| match place {
            Place::One(_) => false,
            Place::Range(first, last) => is_between(p, first, last),
        };
        let of_place: Vec<&Provision> = match place {
            Place::One(at) => at_address(regulation, at),
            Place::Range(..) => regulation.provisions().iter().filter(between).collect(),
        };
        found.extend(of_place.into_iter().filter(|p| !found.contains(p)).collect::<Vec<_>>());
    }
    Resolution::One(regulation, found)
}

/// The provisions of `regulation` that `at` may mean. 编、章、节 may be left out but not wrong, and so may 款 where only one
/// paragraph of an article has items.
fn at_address<'r>(regulation: &'r Regulation, at: &Address) -> Vec<&'r Provision> {
    let fitting = |wanted: &Address| -> Vec<&'r Provision> {
        let article = wanted.from_article();
        let is_outer = article.steps().is_empty();
        let is_at = |p: &&Provision| {
            if is_outer {
                ends_with(&p.at, wanted)
            } else {
                p.at.from_article() == article && p.at.has(wanted)
            }
        };
        regulation.provisions().iter().filter(is_at).collect()
    };
    let found = fitting(at);
    if !found.is_empty() {
        return found;
    }
    match at.at(Level::Paragraph) {
        // 第一款 of an article that has one paragraph.
        Some(Step { number: 1, .. }) => fitting(&at.without(Level::Paragraph)),
        Some(_) => Vec::new(),
        None => {
            let is_at = |p: &&Provision| {
                p.at.at(Level::Paragraph).is_some()
                    && p.at.from_article().without(Level::Paragraph) == at.from_article()
                    && p.at.has(at)
                    && p.level() > Some(Level::Paragraph)
            };
            regulation.provisions().iter().filter(is_at).collect()
        }
    }
}

/// Whether `whole`, the address of a chapter or the like, is `wanted` with or without the levels around it.
fn ends_with(whole: &Address, wanted: &Address) -> bool {
    whole.steps().last() == wanted.steps().last() && whole.has(wanted)
}

/// Whether `provision` stands between two of its own level.
fn is_between(provision: &Provision, first: &Address, last: &Address) -> bool {
    let own = if first.from_article().steps().is_empty() {
        provision.at.clone()
    } else {
        provision.at.from_article()
    };
    let (Some((from, around)), Some(to), Some((step, before))) =
        (first.steps().split_last(), last.steps().last(), own.steps().split_last())
    else {
        return false;
    };
    let around = Address::new(around.to_vec());
    let is_inside = if from.level <= Level::Article {
        around.steps().iter().all(|step| provision.at.steps().contains(step))
    } else {
        Address::new(before.to_vec()) == around.from_article()
    };
    step.level == from.level && is_inside && (from..=to).contains(&step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceFile;

    fn corpus() -> Corpus {
        let file = |id: &str, title: &str, more: &str, effective: &str| {
            let text = format!(
                "+++\nid = \"{id}\"\ntitle = \"{title}\"\n{more}\ncategory = \"制度\"\nissuer = \"中心\"\neffective = {effective}\nstatus = \"现行\"\n+++\n\n第一条 甲。\n\n第三条 乙：\n（一）丙；\n（二）丁。\n"
            );
            SourceFile::new(format!("corpus/{id}.{effective}.md"), text)
        };
        let files = [
            file("time-limited", "限时办结制度", "aliases = [\"限时办结制\"]", "2026-01-01"),
            file("time-limited", "限时办结制度", "", "2020-01-01"),
            file("first-contact", "首问负责制度（试行）", "", "2026-01-01"),
            file("first-asked", "首问登记办法", "number = \"甘政办发〔2012〕262号\"", "2026-01-01"),
            file("licence", "中华人民共和国行政许可法", "", "2019-04-23"),
        ];
        let (corpus, mistakes) = Corpus::load(&files);
        assert!(mistakes.is_empty());
        corpus
    }

    /// id, year of the edition and address; or what else came out of it.
    fn resolved(citation: &str) -> String {
        let titles = |all: &[&Regulation]| all.iter().map(|r| r.title.as_str()).collect::<Vec<_>>().join(" ");
        match corpus().resolve(citation, Date::constant(2026, 6, 1)) {
            Resolution::One(r, found) => {
                let at: Vec<String> = found.iter().map(|p| p.at.to_string()).collect();
                format!("{} {} {}", r.id, r.effective().year(), at.join(" "))
            }
            Resolution::ManyProvisions(r, found) => format!("{} has {}", r.id, found.len()),
            Resolution::NotHeld(law, places) => format!("{} not held {}", law.title, places.len()),
            Resolution::Nameless(places, having) => format!("{} of: {}", places.len(), titles(&having)),
            Resolution::NoSuchProvision(r, at) => format!("{} has no {at}", r.id),
            Resolution::Many(all) => format!("many: {}", titles(&all)),
            Resolution::None { nearest } => format!("none: {}", titles(&nearest)),
        }
    }

    #[test]
    fn every_spelling_of_a_citation() {
        for citation in [
            "限时办结制度第三条",
            "《限时办结制度》第3条",
            "限时办结 3条",
            "限時辦結制度 第３條",
            "限时办结制的第三条",
            "time-limited 第三条",
            "《限时办结制度》第三条规定了什么",
        ] {
            assert_eq!(resolved(citation), "time-limited 2026 第三条", "{citation}");
        }
        assert_eq!(resolved("限时办结制度第3条第（二）项"), "time-limited 2026 第三条第（二）项");
        assert_eq!(resolved("《限时办结》"), "time-limited 2026 ");
        assert_eq!(resolved("首问负责制度第一条"), "first-contact 2026 第一条");
        assert_eq!(resolved("行政许可法1条"), "licence 2019 第一条");
        assert_eq!(resolved("甘政办发[2012]262号"), "first-asked 2026 ");
    }

    #[test]
    fn what_is_not_clear_is_said() {
        assert_eq!(resolved("首问"), "many: 首问登记办法 首问负责制度（试行）");
        assert_eq!(resolved("限时办结制度第九百条"), "time-limited has no 第九百条");
        assert_eq!(resolved("限时完结制度第三条"), "none: 限时办结制度");
        assert_eq!(
            resolved("第三条"),
            "1 of: 首问登记办法 首问负责制度（试行） 中华人民共和国行政许可法 限时办结制度"
        );
        assert_eq!(resolved(""), "none: ");
        assert_eq!(resolved(&"限".repeat(100_000)), "none: ");
    }

    #[test]
    fn the_edition_of_the_day_is_meant() {
        let corpus = corpus();
        for (day, effective) in [
            (Date::constant(2025, 12, 31), Date::constant(2020, 1, 1)),
            (Date::constant(2019, 1, 1), Date::constant(2020, 1, 1)),
        ] {
            let Resolution::One(regulation, _) = corpus.resolve("限时办结制度", day) else {
                panic!("{day}")
            };
            assert_eq!(regulation.effective(), effective);
        }
    }
}
