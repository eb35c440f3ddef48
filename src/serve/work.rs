//! Work that takes a processor: done beside the threads that talk to browsers, and refused rather than left to pile up.

use std::{panic::AssertUnwindSafe, sync::Arc};

use tokio::sync::{Semaphore, oneshot};

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
        let (done, result) = oneshot::channel();
        // One thread a processor, in the order in which requests came; there a document is one piece of work.
        rayon::spawn_fifo(move || {
            let outcome = std::panic::catch_unwind(AssertUnwindSafe(job));
            // Whoever asked may be gone.
            let _ = done.send(outcome);
            drop(place);
        });
        match result.await {
            Ok(Ok(result)) => Ok(result),
            _ => Err(Problem::broken()),
        }
    }
}
