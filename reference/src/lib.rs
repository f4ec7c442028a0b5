//! Model answers of the labs: what the reference programs share.
//!
//! Every step has one binary per role in `src/bin/`, short enough to be read in one go. What
//! several of them need lives here, in modules that only look downward:
//!
//! | module | what it holds | it uses |
//! |---|---|---|
//! | [`chat`] | lines, and both directions at once, for TP Chat | `message`, `terminal` |
//! | [`echo_server`], [`echo_client`] | the conversation of steps 2.2 and 2.3, one side each | the three below |
//! | [`endpoint`] | the `--host` and `--port` arguments, listening, connecting | `terminal` |
//! | [`message`] | what a message is on a byte stream | nothing |
//! | [`terminal`] | the screen, the keyboard, the exit status | nothing |
//!
//! Standard networking only (`std::net`), blocking calls only: each call waits where the lab's
//! Python `accept`, `recv` and `input` wait.

pub mod chat;
pub mod echo_client;
pub mod echo_server;
pub mod endpoint;
pub mod message;
pub mod terminal;
