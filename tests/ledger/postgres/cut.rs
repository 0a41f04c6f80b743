//! A wire that is cut on purpose: a proxy that lets bytes through until a word is met.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// What a server says of a commit that is done.
const DONE: &[u8] = b"COMMIT\0";

/// When the wire is cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cut {
    /// Before the server sees the word.
    Before(&'static [u8]),
    /// After the server has done the commit that the word asked for, before its answer is let through.
    BeforeTheAnswerTo(&'static [u8]),
}

/// Stands before the server at `port` and cuts the first connection that meets the word, once.
pub fn wire(port: u16, cut: Cut) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    let armed = Arc::new(AtomicBool::new(true));
    thread::spawn(move || {
        for client in listener.incoming() {
            let armed = Arc::clone(&armed);
            thread::spawn(move || {
                let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
                carry(&client.unwrap(), &server, cut, &armed);
            });
        }
    });
    own
}

fn carry(client: &TcpStream, server: &TcpStream, cut: Cut, armed: &AtomicBool) {
    let (mut from_server, mut to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let silent = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&silent);
    let back = thread::spawn(move || {
        let mut bytes = [0; 16_384];
        let mut unheard = Vec::new();
        while let Ok(n @ 1..) = from_server.read(&mut bytes) {
            if !heard.load(Ordering::SeqCst) {
                if to_client.write_all(&bytes[..n]).is_err() {
                    break;
                }
                continue;
            }
            // Once the server names the command as done, the commit is; the client never hears of it. What comes
            // before still belongs to an earlier command.
            unheard.extend_from_slice(&bytes[..n]);
            if unheard.windows(DONE.len()).any(|part| part == DONE) {
                break;
            }
        }
        let _ = to_client.shutdown(Shutdown::Both);
        let _ = from_server.shutdown(Shutdown::Both);
    });
    let (mut from_client, mut to_server) = (client, server);
    let mut bytes = [0; 16_384];
    while let Ok(n @ 1..) = from_client.read(&mut bytes) {
        let (Cut::Before(word) | Cut::BeforeTheAnswerTo(word)) = cut;
        if bytes[..n].windows(word.len()).any(|part| part == word) && armed.swap(false, Ordering::SeqCst) {
            if matches!(cut, Cut::Before(_)) {
                break;
            }
            silent.store(true, Ordering::SeqCst);
        }
        if to_server.write_all(&bytes[..n]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
    let _ = client.shutdown(Shutdown::Both);
    back.join().unwrap();
}
