//! The corpus: every regulation that is held, in all its editions, down to the single provision.

mod calendar;
mod citing;
mod embedded;
mod ended;
pub mod export;
mod file;
mod laws;
mod names;
mod resolve;
mod written;

pub use citing::Citing;
pub use embedded::embedded;
pub use ended::{Ended, Ending};
pub use laws::{Law, LawEdition};
pub(crate) use names::Names;
pub use resolve::Resolution;

use std::sync::{Arc, OnceLock};

use citing::Mention;
use laws::Laws;
use rayon::prelude::*;

use crate::{
    law::{Address, Date, Provision, Regulation, Status, WorkCalendar},
    text::{Mistake, SourceFile, Span},
};

/// Regulations, ordered by id and date, the register of national laws and the calendar. A clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    regulations: Arc<[Regulation]>,
    names: Arc<OnceLock<Names>>,
    mentions: Arc<OnceLock<Vec<Mention>>>,
    laws: Arc<Laws>,
    calendar: Arc<WorkCalendar>,
}

/// Whether two regulations that both may be in force bear one title.
fn is_namesake(a: &Regulation, b: &Regulation) -> bool {
    let stands = |r: &Regulation| r.edition.status == Status::InForce;
    a.id != b.id
        && a.title == b.title
        && stands(a)
        && stands(b)
        && !a.replaces.contains(&b.id)
        && !b.replaces.contains(&a.id)
}

/// Whether the file at `path` of a corpus holds a regulation: README.md does not.
pub fn is_regulation(path: &str) -> bool {
    path.ends_with(".md") && !path.ends_with("README.md")
}

impl Corpus {
    /// Reads regulations from `files`: what could be read, and every mistake. README.md is not one; laws.toml is the
    /// register of laws, which is read when it is needed.
    pub fn load(files: &[SourceFile]) -> (Self, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let mut regulations: Vec<Regulation> = Vec::with_capacity(files.len());
        let wanted = files.par_iter().filter(|file| is_regulation(&file.path));
        let read: Vec<_> = wanted.map(|file| (file, file::regulation(file))).collect();
        for (file, regulation) in read {
            match regulation {
                Ok(regulation) => {
                    let twin = regulations
                        .iter()
                        .any(|r| r.id == regulation.id && r.effective() == regulation.effective());
                    if twin {
                        let message = match regulation.edition.effective {
                            Some(day) => format!("编号 {} 在 {day} 施行的文本有两份", regulation.id),
                            None => format!("编号 {} 没有写施行日期的文本有两份", regulation.id),
                        };
                        mistakes.push(file.mistake(
                            Span::empty(0),
                            message,
                            "改掉其中一份的 id 或 effective。",
                        ));
                        continue;
                    }
                    let namesake = regulations.iter().find(|r| is_namesake(r, &regulation));
                    if let Some(other) = namesake {
                        let message =
                            format!("《{}》有两部：编号 {} 和 {}", regulation.title, other.id, regulation.id);
                        let advice = "引用它的人分不清是哪一部。同一部规章的各个版本写同一个 id；两部规章各取各的名称；被代替的，状态写“已废止”。";
                        let at = file.text.find(&regulation.title).unwrap_or_default();
                        let at = Span::new(at, at + regulation.title.len());
                        mistakes.push(file.mistake(at, message, advice));
                    }
                    regulations.push(regulation);
                }
                Err(mistake) => mistakes.push(*mistake),
            }
        }
        regulations.sort_by(|a, b| (&a.id, a.effective()).cmp(&(&b.id, b.effective())));
        let calendar = files.iter().find(|file| file.path.ends_with("calendar.toml")).map(calendar::calendar);
        let calendar = calendar.transpose().unwrap_or_else(|mistake| {
            mistakes.push(*mistake);
            None
        });
        let laws = files.iter().find(|file| file.path.ends_with("laws.toml")).cloned();
        let corpus = Self {
            regulations: regulations.into(),
            names: Arc::default(),
            mentions: Arc::default(),
            laws: Arc::new(Laws::new(laws)),
            calendar: Arc::new(calendar.unwrap_or_default()),
        };
        (corpus, mistakes)
    }

    /// These regulations with the register of `other`, unless they came with one of their own.
    pub fn or_register_of(mut self, other: &Corpus) -> Self {
        if self.laws.is_absent() {
            self.laws = other.laws.clone();
        }
        self
    }

    /// The calendar of working days.
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// What is wrong with the register of laws, which is only read for this question or a citation.
    pub fn register_mistake(&self) -> Option<&Mistake> {
        self.laws.mistake()
    }

    /// Every law of the register.
    pub fn laws(&self) -> &[Law] {
        self.laws.all()
    }

    /// The titles of the laws of the register.
    pub fn law_titles(&self) -> impl Iterator<Item = &str> {
        self.laws.titles()
    }

    /// The law of that name: in full or short, with or without 中华人民共和国.
    pub fn law(&self, name: &str) -> Option<&Law> {
        self.laws.law(name)
    }

    /// The names of all regulations, collected once.
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self.regulations()))
    }

    /// The edition of the regulation of exactly that name that applied on `as_of`.
    pub fn named(&self, name: &str, as_of: Date) -> Option<&Regulation> {
        self.applying(self.names().exact(name), as_of).first().copied()
    }

    /// The regulation whose name is most like `name`, when one is.
    pub fn most_like(&self, name: &str, as_of: Date) -> Option<&Regulation> {
        self.applying(&self.names().nearest(name, 1), as_of).first().copied()
    }

    /// Every edition of every regulation.
    pub fn regulations(&self) -> &[Regulation] {
        &self.regulations
    }

    /// The edition of regulation `id` that applied on `as_of`: the latest one that had taken effect; before the first one
    /// did, none.
    pub fn regulation(&self, id: &str, as_of: Date) -> Option<&Regulation> {
        self.of_id(id).iter().rfind(|r| r.effective() <= as_of)
    }

    /// The editions of regulation `id`, the earliest first.
    pub fn editions(&self, id: &str) -> impl Iterator<Item = &Regulation> + use<'_> {
        self.of_id(id).iter()
    }

    /// The editions of regulation `id`: regulations are in the order of their ids.
    fn of_id(&self, id: &str) -> &[Regulation] {
        let start = self.regulations.partition_point(|r| r.id.as_str() < id);
        let end = self.regulations.partition_point(|r| r.id.as_str() <= id);
        self.regulations.get(start..end).unwrap_or_default()
    }

    /// The provision at `at` of the edition of `id` that applied on `as_of`.
    pub fn provision(&self, id: &str, at: &Address, as_of: Date) -> Option<(&Regulation, &Provision)> {
        let regulation = self.regulation(id, as_of)?;
        regulation.provision(at).map(|provision| (regulation, provision))
    }

    /// Every edition that applied on `as_of`: one a regulation, and only those in force or amended since.
    pub fn in_force(&self, as_of: Date) -> impl Iterator<Item = &Regulation> {
        self.regulations.iter().filter(move |r| {
            let latest =
                self.regulation(&r.id, as_of).is_some_and(|latest| latest.effective() == r.effective());
            latest && r.edition.status != Status::Repealed
        })
    }
}
