//! Messages over standard input and output.

use std::io::{self, BufReader, BufWriter, ErrorKind};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::{Connection, Message};

use super::disk::LocalDisk;
use super::server::Server;

/// How many messages in a row may be unreadable. A client that speaks something else would go on forever.
const MOST_UNREADABLE: usize = 100;

/// Serves the client at standard input and output until it says goodbye or goes away.
///
/// Returns whether it said goodbye as the protocol asks: `shutdown`, then `exit`.
pub fn serve() -> bool {
    let (incoming, received) = unbounded();
    let (sender, outgoing) = unbounded();
    let reader = thread::Builder::new().name("reader".to_owned()).spawn(move || read(&incoming));
    let writer = thread::Builder::new().name("writer".to_owned()).spawn(move || write(&outgoing));
    let is_proper = Server::new(LocalDisk, Connection { sender, receiver: received }).run();
    // The reader may be waiting for a client that is still there; it ends with the process.
    drop(reader);
    if let Ok(writer) = writer {
        drop(writer.join());
    }
    is_proper
}

/// Reads until the client goes away. A message that is not JSON is skipped, as its length is known.
fn read(incoming: &Sender<Message>) {
    let mut input = BufReader::new(io::stdin().lock());
    let mut unreadable = 0;
    while unreadable < MOST_UNREADABLE {
        match Message::read(&mut input) {
            Ok(Some(message)) => {
                unreadable = 0;
                let is_exit = matches!(&message, Message::Notification(last) if last.method == "exit");
                if incoming.send(message).is_err() || is_exit {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) if error.kind() == ErrorKind::InvalidData => unreadable += 1,
            Err(_) => return,
        }
    }
}

fn write(outgoing: &Receiver<Message>) {
    let mut output = BufWriter::new(io::stdout().lock());
    for message in outgoing {
        if message.write(&mut output).is_err() {
            return;
        }
    }
}
