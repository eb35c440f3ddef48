//! The corpus: every regulation that is held, in all its editions, down to the single provision.

mod embedded;
mod file;
mod names;
mod resolve;

pub use embedded::embedded;
pub(crate) use names::Names;
pub use resolve::Resolution;

use rayon::prelude::*;

use crate::{
    law::{Address, Date, Provision, Regulation, Status},
    text::{Mistake, SourceFile, Span},
};

/// Regulations, ordered by id and date.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    regulations: Vec<Regulation>,
}

impl Corpus {
    /// Reads regulations from `files`: what could be read, and every mistake. README.md is not one.
    pub fn load(files: &[SourceFile]) -> (Self, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let mut regulations: Vec<Regulation> = Vec::with_capacity(files.len());
        let wanted = files.par_iter().filter(|file| !file.path.ends_with("README.md"));
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
                    } else {
                        regulations.push(regulation);
                    }
                }
                Err(mistake) => mistakes.push(*mistake),
            }
        }
        regulations.sort_by(|a, b| (&a.id, a.effective()).cmp(&(&b.id, b.effective())));
        (Self { regulations }, mistakes)
    }

    /// Every edition of every regulation.
    pub fn regulations(&self) -> &[Regulation] {
        &self.regulations
    }

    /// The edition of regulation `id` that applied on `as_of`: the latest one that had taken effect; before the first one
    /// did, none.
    pub fn regulation(&self, id: &str, as_of: Date) -> Option<&Regulation> {
        self.regulations.iter().rfind(|r| r.id == id && r.effective() <= as_of)
    }

    /// The editions of regulation `id`, the earliest first.
    pub fn editions<'c>(&'c self, id: &'c str) -> impl Iterator<Item = &'c Regulation> {
        self.regulations.iter().filter(move |r| r.id == id)
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
