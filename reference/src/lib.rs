//! Model answers of the labs: what the reference programs share.
//!
//! Every step has one binary per role in `src/bin/`, short enough to be read in one go. What
//! several of them need, or what is more than networking, lives here, in modules that only look
//! downward:
//!
//! | module | what it holds | it uses |
//! |---|---|---|
//! | [`chat`] | lines, and both directions at once, for TP Chat | `message`, `terminal` |
//! | [`protocol`] | the commands of step 2.6 | `session`, `message` |
//! | [`calculator`] | the arithmetic of step 2.5 | `message` |
//! | [`shared_list`] | the list of step 2.8 and its lock | nothing |
//! | [`service`] | clients one after the other, or all at once | `terminal` |
//! | [`session`] | the server's side of a conversation | `message`, `terminal` |
//! | [`turns`] | the client's side, waiting in turn for keyboard and server | `message`, `terminal` |
//! | [`dialogue`] | either side, waiting for keyboard and peer at once | `message`, `terminal` |
//! | [`endpoint`] | the `--host` and `--port` arguments, listening, connecting | `terminal` |
//! | [`message`] | what a message is on a byte stream | nothing |
//! | [`terminal`] | the screen, the keyboard, the exit status | nothing |
//!
//! Standard networking only (`std::net`), blocking calls only: each call waits where the lab's
//! Python `accept`, `recv` and `input` wait.

pub mod calculator;
pub mod chat;
pub mod dialogue;
pub mod endpoint;
pub mod message;
pub mod protocol;
pub mod service;
pub mod session;
pub mod shared_list;
pub mod terminal;
pub mod turns;
