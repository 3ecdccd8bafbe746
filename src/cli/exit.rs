//! How a command ended: its exit code, or the problem that kept it from running.

/// How a command ended. If it ended in several ways, the last of them in this list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// It found nothing.
    Clean,
    /// It had nothing to do: there was no file, or none of the kind that the command reads.
    Nothing,
    /// The call was denied, and the caller asked for an exit code that says so.
    Denied,
    /// It found something.
    Findings,
    /// It could not run.
    Problem,
    /// It ran a server, which ended with this exit code.
    Server(u8),
}

impl Exit {
    /// The exit code of the process.
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Problem => 2,
            Exit::Nothing => 3,
            Exit::Denied => 10,
            Exit::Server(code) => code,
        }
    }

    /// The same, if a part of the result was lost: that is not a success.
    pub fn unfinished(self) -> Self {
        match self {
            Exit::Clean => Exit::Problem,
            Exit::Nothing | Exit::Denied | Exit::Findings | Exit::Problem | Exit::Server(_) => self,
        }
    }
}

/// Why a command could not run.
#[derive(Debug)]
pub struct Problem {
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// More about it, in lines of its own.
    pub more: Vec<String>,
}

impl Problem {
    /// A problem without help.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, more: Vec::new() }
    }

    /// The same problem with help.
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same problem with several lines of help.
    pub fn with_helps(self, helps: &[String]) -> Self {
        let mut helps = helps.iter().cloned();
        Self { help: helps.next(), more: helps.collect(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_goes_before_one_and_one_before_three() {
        assert!(Exit::Problem > Exit::Findings && Exit::Findings > Exit::Nothing && Exit::Nothing > Exit::Clean);
    }
}
