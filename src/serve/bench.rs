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
            let work = if upload.is_heavy() { &self.heavy } else { &self.checking };
            let job = move || {
                let shelf = desk.shelf();
                job(&Bench { desk: &*desk, shelf: &shelf, patience: &patience }, upload)
            };
            work.run(job).await
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

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    };

    use axum::{
        body::Body,
        http::{StatusCode, header},
    };

    use super::{
        super::{upload::Room, work::Work},
        *,
    };
    use crate::{
        check::Selection,
        corpus::Corpus,
        law::Date,
        rules::RuleSet,
        search::{Index, Material},
    };

    const LONG: Duration = Duration::from_secs(600);

    /// A desk whose checks never come to an end by themselves, and say when they begin and end.
    struct Endless(Mutex<Sender<&'static str>>);

    impl Desk for Endless {
        fn shelf(&self) -> Arc<Shelf> {
            let as_of: Date = "2026-11-22".parse().unwrap();
            let (corpus, _) = Corpus::load(&[]);
            let (rules, _) = RuleSet::load(&[], &corpus, as_of);
            Arc::new(Shelf {
                index: Index::build(&Material::default()).unwrap(),
                corpus,
                rules,
                selection: Selection::default(),
                as_of,
                corpus_folder: None,
                checks_folder: None,
                settings: String::new(),
                has_settings: false,
                troubles: Vec::new(),
            })
        }

        fn check(&self, _: &Shelf, files: Vec<Sheet>, _: Option<&str>, patience: &Patience) -> Report {
            let say = |what| self.0.lock().unwrap().send(what).unwrap();
            say("begun");
            for sheet in &files {
                patience.turn_to(&sheet.name);
                while !patience.is_out() {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            say("ended");
            self.check_regulations(&self.shelf())
        }

        fn check_regulations(&self, _: &Shelf) -> Report {
            Report::new(Vec::new(), Vec::new(), Vec::new())
        }

        fn worked(&self) -> Duration {
            Duration::ZERO
        }

        fn now(&self) -> jiff::civil::DateTime {
            jiff::civil::date(2026, 11, 22).at(0, 0, 0, 0)
        }
    }

    fn site(checked_within: Duration) -> (Arc<Site>, Receiver<&'static str>) {
        let (saying, said) = channel();
        let site = Site {
            desk: Arc::new(Endless(saying.into())),
            reading: Work::new(1).unwrap(),
            checking: Work::new(1).unwrap(),
            heavy: Work::new(1).unwrap(),
            room: Room::new(),
            checked_within,
        };
        (Arc::new(site), said)
    }

    async fn checked(site: Arc<Site>, name: &str) -> Result<(), Problem> {
        let request = Request::builder().header(header::CONTENT_LENGTH, 1).body(Body::from("甲")).unwrap();
        let job = |bench: &Bench<'_>, upload: Upload| drop(bench.report(upload.files, None));
        site.check(Some(name), request, job).await
    }

    async fn begun(said: &Receiver<&str>) {
        while said.try_recv() != Ok("begun") {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[test]
    fn a_check_ends_when_its_time_is_over_or_whoever_asked_is_gone_and_reading_goes_on() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (site, said) = self::site(Duration::from_secs(1));
            let slow = tokio::spawn(checked(site.clone(), "慢.md"));
            begun(&said).await;
            let refused = checked(site.clone(), "另一份.md").await.unwrap_err();
            assert_eq!(refused.json().status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(site.ask(|_, _| 7).await.unwrap(), 7);
            let late = slow.await.unwrap().unwrap_err();
            assert_eq!(late.json().status(), StatusCode::REQUEST_TIMEOUT);
            assert!(late.message().contains("“慢.md”用的时间太长"), "{}", late.message());
            assert_eq!(said.recv_timeout(LONG), Ok("ended"));

            let (site, said) = self::site(LONG);
            let gone = tokio::spawn(checked(site, "慢.md"));
            begun(&said).await;
            gone.abort();
            assert!(gone.await.unwrap_err().is_cancelled());
            assert_eq!(said.recv_timeout(LONG), Ok("ended"));
        });
    }
}
