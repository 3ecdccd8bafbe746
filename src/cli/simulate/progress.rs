//! How far a long replay is: a bar on standard error, at a terminal only, and not before it takes long.

use std::io::{self, IsTerminal, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::traces::Named;
use crate::cli::Shared;

/// What takes less than this shows no bar.
const SOON: Duration = Duration::from_secs(1);

/// The progress of one replay.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    is_shown: bool,
}

impl Progress {
    /// Nothing read yet. How much there is to read is known of files alone. `streams` says that results run
    /// over standard output meanwhile: at a terminal they would tear the bar apart.
    pub fn new(traces: &[Named], streams: bool, shared: &Shared) -> Self {
        let size = |named: &Named| {
            let path = named.path.as_ref()?;
            std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|file| file.len())
        };
        let total: Option<u64> = traces.iter().map(size).sum();
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        // The bar gives way to the words: a line that is too long is wrapped, and stays behind.
        let template = match total {
            Some(_) => "  {wide_bar} {percent:>3} %  {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left",
            None => "  {spinner} {bytes}  {bytes_per_sec}",
        };
        // The template is ours, and every word in it is known.
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        let is_torn = streams && io::stdout().is_terminal();
        let is_shown = !shared.quiet && io::stderr().is_terminal() && !is_torn;
        Self { bar, started: Instant::now(), is_shown }
    }

    /// The same input, of which every byte counts.
    pub fn counted(&self, input: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        if !self.is_shown {
            return input;
        }
        Box::new(Counted { input, bar: self.bar.clone(), started: self.started })
    }

    /// The bar goes; results follow.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

struct Counted {
    input: Box<dyn Read + Send>,
    bar: ProgressBar,
    started: Instant,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        if self.bar.is_hidden() && self.started.elapsed() > SOON {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(read as u64);
        Ok(read)
    }
}
