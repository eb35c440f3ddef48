//! From a citation as people write it to the regulation and the provision that it means.

use super::Corpus;
use crate::law::{Address, Date, Provision, Regulation};

/// How many regulations are offered when none is meant.
const NEAREST: usize = 3;

/// What a citation means.
#[derive(Debug, Clone)]
pub enum Resolution<'c> {
    /// One regulation, and the provision when the citation names one.
    One(&'c Regulation, Option<&'c Provision>),
    /// One regulation, which has no provision at that address.
    NoSuchProvision(&'c Regulation, Address),
    /// Several regulations whose names begin so.
    Many(Vec<&'c Regulation>),
    /// No regulation.
    None {
        /// Those whose names look alike, the likest first.
        nearest: Vec<&'c Regulation>,
    },
}

impl Corpus {
    /// What `citation` means on `as_of`. It may be a title, an alias, an id, a document number or the beginning of a
    /// title, with or without 《》, and an address in any spelling after it: `限时办结制度第三条`, `《限时办结制度》第3条`,
    /// `限时办结 3条`. Of each regulation the edition that applied is taken, and before the first one did, the first.
    pub fn resolve(&self, citation: &str, as_of: Date) -> Resolution<'_> {
        let names = self.names();
        let Some(named) = names.resolve(citation) else {
            return Resolution::None { nearest: self.applying(&names.nearest(citation, NEAREST), as_of) };
        };
        match (self.applying(&named.regulations, as_of).as_slice(), named.at) {
            (&[regulation], None) => Resolution::One(regulation, None),
            (&[regulation], Some(at)) => match regulation.provision(&at) {
                Some(provision) => Resolution::One(regulation, Some(provision)),
                None => Resolution::NoSuchProvision(regulation, at),
            },
            (several, _) => Resolution::Many(several.to_vec()),
        }
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
            Resolution::One(r, p) => {
                format!("{} {} {}", r.id, r.effective().year(), p.map_or(String::new(), |p| p.at.to_string()))
            }
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
        assert_eq!(resolved("第三条"), "none: ");
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
