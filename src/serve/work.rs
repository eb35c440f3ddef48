//! Work that takes a processor: done beside the threads that talk to browsers, and refused rather than left to pile up.

use std::{panic::AssertUnwindSafe, sync::Arc, thread::available_parallelism};

use crossbeam_channel::{Sender, unbounded};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use tokio::sync::{Semaphore, oneshot};

use super::problem::Problem;

type Job = Box<dyn FnOnce() + Send>;

/// The right to work, and those who do it.
pub(super) struct Work {
    places: Arc<Semaphore>,
    jobs: Sender<Job>,
    /// A pool of one thread for each processor: whatever would be done side by side is done in turn there. In a pool of several a
    /// thread that waits for others begins another request on top of its own, and would wait for itself where only one may be.
    _workers: Vec<ThreadPool>,
}

impl Work {
    /// Workers of their own, a processor each, and `places` for requests that are worked on or wait for it.
    pub(super) fn new(places: usize) -> Result<Self, ThreadPoolBuildError> {
        let (jobs, waiting) = unbounded::<Job>();
        let worker = |_| {
            let pool = ThreadPoolBuilder::new().num_threads(1).build()?;
            let waiting = waiting.clone();
            pool.spawn(move || waiting.into_iter().for_each(|job| job()));
            Ok(pool)
        };
        let workers = (0..available_parallelism().map_or(2, usize::from)).map(worker);
        let workers = workers.collect::<Result<Vec<_>, ThreadPoolBuildError>>()?;
        Ok(Self { places: Arc::new(Semaphore::new(places)), jobs, _workers: workers })
    }

    /// The result of `job`; a problem when too much is being done already, or when it fails.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
        let (done, result) = oneshot::channel();
        let job = move || {
            // Whoever asked may be gone, and be it while waiting; the place is taken until the work is done.
            if !done.is_closed() {
                let _ = done.send(std::panic::catch_unwind(AssertUnwindSafe(job)));
            }
            drop(place);
        };
        self.jobs.send(Box::new(job)).map_err(|_| Problem::broken())?;
        match result.await {
            Ok(Ok(result)) => Ok(result),
            _ => Err(Problem::broken()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use axum::{http::StatusCode, response::IntoResponse as _};

    use super::*;

    const PLACES: usize = 8;

    #[test]
    fn what_is_too_much_is_turned_away_and_what_fails_stops_nobody() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let work = Arc::new(Work::new(PLACES).unwrap());
        runtime.block_on(async {
            let (open, gate) = channel::<()>();
            let gate = Arc::new(std::sync::Mutex::new(gate));
            let held: Vec<_> = (0..PLACES)
                .map(|_| {
                    let (work, gate) = (work.clone(), gate.clone());
                    tokio::spawn(async move {
                        work.run(move || gate.lock().unwrap().recv().is_err()).await.unwrap_or_default()
                    })
                })
                .collect();
            for _ in 0..PLACES {
                tokio::task::yield_now().await;
            }
            let refused = work.run(|| ()).await.unwrap_err().json();
            assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(refused.headers()["retry-after"], "1");
            drop(open);
            for job in held {
                assert!(job.await.unwrap());
            }
            let failed = work.run(|| assert!(std::hint::black_box(false))).await.unwrap_err();
            assert_eq!(failed.json().into_response().status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(work.run(|| 7).await.unwrap(), 7);
        });
    }
}
