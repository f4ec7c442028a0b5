//! The list of step 2.8, which the threads of all clients share.
//!
//! One list, **one lock**: a lock per thread would protect nothing, since nobody would ever wait
//! for it. The list is out of reach except through the methods here, and each takes the lock for
//! the few operations that must see the list unchanged by others, never for a network call: a
//! client that does not read must not make the others wait.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Messages in the order in which they were stored.
#[derive(Debug, Default)]
pub struct SharedList {
    // Boxed slices: a vector would keep the whole buffer of its read.
    messages: Mutex<Vec<Box<[u8]>>>,
}

impl SharedList {
    /// Stores a message at the end; returns how many there are now.
    ///
    /// To add and to count is one operation under the lock. Counting afterwards, with the lock
    /// released in between, could count other clients' messages too.
    pub fn store(&self, message: Vec<u8>) -> usize {
        let mut messages = self.lock();
        messages.push(message.into_boxed_slice());
        messages.len()
    }

    /// All messages as they are at this moment, one per line; a copy, to be sent without the lock.
    pub fn lines(&self) -> Vec<u8> {
        self.lock().join(&b'\n')
    }

    /// Waits for the lock, which is released when the guard is dropped.
    fn lock(&self) -> MutexGuard<'_, Vec<Box<[u8]>>> {
        // A thread that panics while it holds a lock "poisons" it. The others go on all the same:
        // a push is done or not done, never half done.
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::SharedList;
    use std::collections::HashSet;
    use std::thread;

    #[test]
    fn messages_of_many_threads_are_stored_once_each_in_the_order_of_each() {
        let list = SharedList::default();
        let totals: Vec<usize> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|thread| {
                    let list = &list;
                    scope.spawn(move || {
                        (0..500).map(|number| list.store(format!("{thread} {number}").into())).collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
        });
        // Each total once, and none left out.
        assert_eq!(totals.iter().copied().collect::<HashSet<_>>(), (1..=4000).collect());

        let lines = String::from_utf8(list.lines()).expect("UTF-8");
        for thread in 0..8 {
            let of_thread = lines.lines().filter(|line| line.starts_with(&format!("{thread} ")));
            assert!(of_thread.eq((0..500).map(|number| format!("{thread} {number}"))));
        }
    }

    #[test]
    fn a_thread_that_panics_with_the_lock_stops_no_other() {
        let list = SharedList::default();
        list.store(b"avant".to_vec());
        let panicked = thread::scope(|scope| {
            scope
                .spawn(|| {
                    let _guard = list.lock();
                    // No message on standard error: the panic is wanted.
                    std::panic::resume_unwind(Box::new("wanted"));
                })
                .join()
        });
        assert!(panicked.is_err() && list.messages.is_poisoned());
        assert_eq!(list.store(b"apr\xE8s".to_vec()), 2);
        assert_eq!(list.lines(), b"avant\napr\xE8s");
    }
}
