//! The lab in a box: private worlds, programs run inside them, terminals.
//!
//! The only corner with `unsafe`: fork, a few ioctls and system calls that have no safe wrapper.
//! It knows nothing of scenarios or verdicts.
//!
//! A worker process (the binary itself, under a hidden subcommand) enters the world with
//! [`World::enter`] and stays its first process; when it ends, for whatever reason, the kernel
//! removes everything that was in the world: processes, sockets, mounts, files.

mod account;
mod cell;
mod error;
mod filter;
mod folder;
mod interpreter;
mod loopback;
mod packet;
mod portable;
mod program;
mod root;
mod sanitizer;
mod terminal;
mod world;

pub use cell::{Cell, Cells, Membership, NoCells, cells};
pub use error::SandboxError;
pub use folder::Folder;
pub use interpreter::{Toolbox, View, find_in_path};
pub use packet::{lost_packets, open_packet_socket, receive_timeout};
pub use portable::{PortableWorld, processes_below};
pub use program::{Launch, Limits, Running, Status, close_inherited};
pub use sanitizer::{COMPILERS, is_compiler, sanitized_build, thread_sanitizer, without_wrappers};
pub use terminal::Terminal;
pub use world::{World, probe};
