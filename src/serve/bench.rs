//! A check on behalf of somebody who waits for it: not for ever, and not after they have gone.

use std::{sync::Arc, time::Duration};

use axum::extract::Request;

use super::{Desk, Sheet, Shelf, Site, problem::Problem, upload::Upload};
use crate::{check::Patience, report::Report};

/// What a check works with.
pub(super) struct Bench<'b> {
    pub(super) desk: &'b dyn Desk,
    pub(super) shelf: &'b Shelf,
    patience: &'b Patience,
}

impl Bench<'_> {
    /// What is found in `sheets`, each of which may contradict the others; by the rule `only`, or by all.
    pub(super) fn report(&self, sheets: Vec<Sheet>, only: Option<&str>) -> Report {
        self.desk.check(self.shelf, sheets, only, self.patience)
    }
}

/// Ends the patience when it goes: whoever asked has an answer then, or is gone.
struct Waiting(Arc<Patience>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Site {
    /// What `job` makes of the files and fields that `request` brings; a single file is called `name`.
    pub(super) async fn check<T: Send + 'static>(
        self: Arc<Self>,
        name: Option<&str>,
        request: Request,
        job: impl FnOnce(&Bench<'_>, Upload) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let waiting = Waiting(Arc::default());
        let patience = waiting.0.clone();
        let mut has_arrived = false;
        let work = async {
            let upload = Upload::read(&self.room, name, request).await?;
            has_arrived = true;
            let desk = self.desk.clone();
            let job = move || {
                let shelf = desk.shelf();
                job(&Bench { desk: &*desk, shelf: &shelf, patience: &patience }, upload)
            };
            self.checking.run(job).await
        };
        let done = tokio::time::timeout(self.checked_within, work).await;
        done.unwrap_or_else(|_| Err(late(self.checked_within, has_arrived, waiting.0.at().as_deref())))
    }
}

/// That a check took longer than `limit`: in the file `at`, or before any was begun.
fn late(limit: Duration, has_arrived: bool, at: Option<&str>) -> Problem {
    let seconds = limit.as_secs();
    Problem::late(match at {
        _ if !has_arrived => format!("{seconds} 秒内没有传完。请检查网络，或分几次传。"),
        None => format!("前面的检查太多，{seconds} 秒内没有轮到。请过一会儿再试。"),
        Some(name) => format!(
            "{seconds} 秒内没有检查完，已经停下：“{name}”用的时间太长。请把它分成几份，一份一份地检查，或用命令行 guiju lint 检查，那里不限时间。"
        ),
    })
}
