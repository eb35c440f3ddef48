//! Norms that do not apply any more: since when, and what took their place. The words for it are made here alone, so that every
//! answer says it alike.

use std::fmt;

use super::{Corpus, Law};
use crate::law::{Date, Place, Regulation, Status};

/// How many successors are followed: a norm that took the place of another may have gone as well.
const LONGEST_CHAIN: usize = 5;

/// Where to read a national norm whose text is not held.
const NATIONAL_TEXTS: &str = "国家法律法规数据库（flk.npc.gov.cn）";

/// That a norm does not apply any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Its title, without 《》.
    pub title: String,
    /// What became of it.
    pub how: Ending,
    /// The first day on which it did not apply, when known.
    pub on: Option<Date>,
    /// The titles of what took its place.
    pub by: Vec<String>,
    /// What became of those that do not apply any more either.
    pub later: Vec<Ended>,
}

/// What became of a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was repealed.
    Repealed,
    /// Another norm says that it takes its place.
    Replaced,
    /// A later edition took its place, and is not held.
    Amended,
}

impl fmt::Display for Ended {
    /// A sentence without its full stop: 《甲办法》已于2024年1月1日废止，由《乙办法》代替.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.on.map(written);
        let by = titles(&self.by);
        write!(f, "《{}》", self.title)?;
        match (self.how, day) {
            (Ending::Amended, _) => f.write_str("已修订，规章库里没有修订后的文本")?,
            (Ending::Repealed, Some(day)) => write!(f, "已于{day}废止")?,
            (Ending::Repealed, None) => f.write_str("已废止（日期不明）")?,
            (Ending::Replaced, Some(day)) => write!(f, "已于{day}由{by}代替")?,
            (Ending::Replaced, None) => write!(f, "已由{by}代替")?,
        }
        if self.how == Ending::Repealed && !by.is_empty() {
            write!(f, "，由{by}代替")?;
        }
        self.later.iter().try_for_each(|later| write!(f, "；{later}"))
    }
}

fn titles(all: &[String]) -> String {
    all.iter().map(|title| format!("《{title}》")).collect::<Vec<_>>().join("、")
}

/// A day as people read it: 2024年1月1日.
fn written(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

impl Corpus {
    /// What became of `regulation` if it does not apply on `as_of`: it is repealed, another regulation replaces it, or it is
    /// amended and the later text is not held. What will only take its place later has not done so yet.
    pub fn ended(&self, regulation: &Regulation, as_of: Date) -> Option<Ended> {
        self.ended_within(regulation, as_of, LONGEST_CHAIN)
    }

    fn ended_within(&self, regulation: &Regulation, as_of: Date, depth: usize) -> Option<Ended> {
        let depth = depth.checked_sub(1)?;
        let of_id = self.regulations().iter().filter(|other| other.replaces.contains(&regulation.id));
        let mut successors: Vec<&Regulation> = Vec::new();
        for other in of_id.filter(|other| other.id != regulation.id) {
            if successors.iter().all(|known| known.id != other.id) {
                successors.push(other);
            }
        }
        let came: Vec<&Regulation> =
            successors.iter().copied().filter(|by| by.effective() <= as_of).collect();
        let how = match regulation.edition.status {
            // Repealed by what is still to come: on that day it applied.
            Status::Repealed if came.is_empty() && !successors.is_empty() => return None,
            Status::Repealed => Ending::Repealed,
            _ if !came.is_empty() => Ending::Replaced,
            Status::Amended => {
                let last = self.editions(&regulation.id).last()?;
                (last.effective() == regulation.effective()).then_some(Ending::Amended)?
            }
            Status::InForce => return None,
        };
        Some(Ended {
            title: regulation.title.clone(),
            how,
            on: came.iter().filter_map(|by| by.edition.effective).min(),
            by: came.iter().map(|by| by.title.clone()).collect(),
            later: came.iter().filter_map(|by| self.ended_within(by, as_of, depth)).collect(),
        })
    }

    /// What became of a law of the register if it does not apply on `as_of`.
    pub fn law_ended(&self, law: &Law, as_of: Date) -> Option<Ended> {
        self.law_ended_within(law, as_of, LONGEST_CHAIN)
    }

    fn law_ended_within(&self, law: &Law, as_of: Date, depth: usize) -> Option<Ended> {
        let depth = depth.checked_sub(1)?;
        let on = law.repealed_on(as_of)?;
        let successors = law.replaced_by.iter().filter_map(|title| self.law(title));
        Some(Ended {
            title: law.title.clone(),
            how: Ending::Repealed,
            on: Some(on),
            by: law.replaced_by.clone(),
            later: successors.filter_map(|by| self.law_ended_within(by, as_of, depth)).collect(),
        })
    }

    /// What is known of a law whose text is not held, and of the provisions that are cited of it, in full sentences.
    pub fn not_held(&self, law: &Law, places: &[Place], as_of: Date) -> String {
        let mut said =
            format!("《{}》（{}）在国家法律登记册里，规章库没有收录它的条文。", law.title, law.level);
        let begins = law.editions.first().and_then(|edition| edition.from).filter(|from| *from > as_of);
        if let Some(ended) = self.law_ended(law, as_of) {
            said.push_str(&format!("{ended}。"));
        } else if let Some(day) = begins {
            said.push_str(&format!("它自{}起施行。", written(day)));
        } else if law.editions.is_empty() {
            said.push_str("它是否现行没有核实。");
        }
        let last = law.last_article(as_of);
        let beyond = places.iter().map(Place::last).find(|at| {
            let number = at.article().and_then(|at| at.steps().first().map(|step| step.number));
            matches!((number, last), (Some(number), Some(last)) if number > last)
        });
        if let (Some(at), Some(last)) = (beyond, last) {
            said.push_str(&format!("它共 {last} 条，没有{at}。"));
        }
        if ["法律", "行政法规", "司法解释"].contains(&law.level.as_str()) {
            said.push_str(&format!("原文请查{NATIONAL_TEXTS}。"));
        }
        said
    }
}
