//! A recording that changes nothing: bytes pass on two threads, and a third one looks at copies of them.

use std::io;
use std::process::Child;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::clock::now;
use super::lines::Lines;
use super::passing::{End, pass};
use super::recorder::Recorder;
use super::streams;
use super::wires::{Event, Recording, Wires};
use crate::vocab::Time;

/// How many pieces can wait to be looked at. After that, passing waits for looking, so that memory stays bounded.
const WAITING: usize = 512;

/// What the observer gets, in the order in which it passed.
enum Copy {
    Client(Vec<u8>, Time),
    Server(Vec<u8>),
    End,
}

struct Observed {
    copies: SyncSender<Copy>,
    observer: JoinHandle<()>,
}

/// Connects the client with the server.
pub(super) fn connect(child: &mut Child, recorder: Recorder, wires: Wires) -> io::Result<Box<dyn Recording>> {
    let (copies, copied) = sync_channel(WAITING);
    let (mut input, mut output) = (streams::input()?, streams::output()?);
    if let Some(mut stdin) = child.stdin.take() {
        let (copies, events) = (copies.clone(), wires.events.clone());
        thread::spawn(move || {
            let end = pass(&mut input, &mut stdin, |bytes| {
                let _ = copies.send(Copy::Client(bytes.to_vec(), now()));
            });
            if end == End::Sink {
                drop(input);
                streams::close_input();
            }
            drop(stdin);
            let _ = events.send(Event::InputEnded);
        });
    }
    if let Some(mut stdout) = child.stdout.take() {
        let (copies, events, activity) = (copies.clone(), wires.events, wires.activity.clone());
        thread::spawn(move || {
            let _ = pass(&mut stdout, &mut output, |bytes| {
                activity.output();
                let _ = copies.send(Copy::Server(bytes.to_vec()));
            });
            // Each side sees that the other has gone.
            drop((stdout, output));
            streams::close_output();
            let _ = events.send(Event::OutputEnded);
        });
    }
    let activity = wires.activity;
    let observer = thread::spawn(move || observe(recorder, &copied, |is_waiting| activity.waits(is_waiting)));
    Ok(Box::new(Observed { copies, observer }))
}

impl Recording for Observed {
    fn finish(self: Box<Self>) {
        let _ = self.copies.send(Copy::End);
        let _ = self.observer.join();
    }
}

fn observe(mut recorder: Recorder, copies: &Receiver<Copy>, mut waits: impl FnMut(bool)) {
    let (mut client, mut server) = (Lines::default(), Lines::default());
    let mut last = now();
    while let Ok(copy) = copies.recv() {
        match copy {
            Copy::Client(bytes, time) => {
                last = time;
                client.read(&bytes, |line| recorder.client(line, time));
            }
            Copy::Server(bytes) => server.read(&bytes, |line| recorder.server(line)),
            Copy::End => break,
        }
        waits(recorder.is_waiting());
    }
    client.finish(|line| recorder.client(line, last));
    server.finish(|line| recorder.server(line));
    recorder.finish();
}
