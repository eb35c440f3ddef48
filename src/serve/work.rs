//! Work that takes a processor: done beside the threads that talk to browsers, and refused rather than left to pile up.

use std::{panic::AssertUnwindSafe, sync::Arc};

use tokio::{sync::Semaphore, task};

use super::problem::Problem;

/// How many requests may be worked on or wait for it. With a few milliseconds each, the last of them waits a tenth of a second.
const WAITING: usize = 64;

/// The right to work.
pub(super) struct Work {
    places: Arc<Semaphore>,
}

impl Work {
    pub(super) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(WAITING)) }
    }

    /// The result of `job`; a problem when too much is being done already, or when it fails.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
        let done = task::spawn_blocking(move || {
            // Held until the work is done, even when nobody waits for it any more.
            let _place = place;
            std::panic::catch_unwind(AssertUnwindSafe(job))
        });
        match done.await {
            Ok(Ok(result)) => Ok(result),
            _ => Err(Problem::broken()),
        }
    }
}
