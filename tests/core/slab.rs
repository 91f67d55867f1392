//! A token is the name of one value for ever, however often its slot is taken.
//!
//! No model hands out its slab, and no model can be made to hold a token for too long from
//! outside; so the file itself is tested.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};

#[path = "../../models/src/slab.rs"]
mod tokens;

use tokens::{Slab, Token};

#[derive(Clone, Debug)]
enum Step {
    Insert(u32),
    /// One of all tokens that there ever were.
    Remove(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![any::<u32>().prop_map(Step::Insert), any::<usize>().prop_map(Step::Remove)]
}

/// A slab and a map, to which the same is done.
struct Both {
    slab: Slab<u32>,
    map: BTreeMap<Token, u32>,
    /// All tokens that there ever were.
    ever: Vec<Token>,
}

impl Both {
    fn insert(&mut self, value: u32) {
        let token = self.slab.insert(value);
        assert!(!self.ever.contains(&token), "{token:?} has been given out before");
        self.ever.push(token);
        self.map.insert(token, value);
    }

    fn remove(&mut self, token: Token) {
        assert_eq!(self.slab.remove(token), self.map.remove(&token));
    }

    fn are_the_same(&mut self) {
        let Self { slab, map, ever } = self;
        assert_eq!(slab.len(), map.len());
        assert!(slab.tokens().eq(map.keys().copied()));
        assert!(slab.iter().eq(map.iter().map(|(token, value)| (*token, value))));
        assert!(ever.iter().all(|token| slab.get_mut(*token) == map.get_mut(token)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_a_map(steps in vec(step(), 0..200)) {
        let mut both = Both { slab: Slab::new(), map: BTreeMap::new(), ever: Vec::new() };
        for step in steps {
            match step {
                Step::Insert(value) => both.insert(value),
                Step::Remove(_) if both.ever.is_empty() => {}
                Step::Remove(which) => both.remove(both.ever[which % both.ever.len()]),
            }
            both.are_the_same();
        }
    }

    #[test]
    fn a_token_survives_the_kernel(bits in any::<u64>()) {
        prop_assert_eq!(Token::from_bits(bits).to_bits(), bits);
    }
}

/// A batch of events says: alice's connection failed, twice; and in between bob has come.
#[test]
fn a_stale_event_does_not_reach_the_next_one() {
    let mut slab = Slab::new();
    let alice = slab.insert("alice");
    let event = alice.to_bits();
    assert_eq!(slab.remove(Token::from_bits(event)), Some("alice"));
    let bob = slab.insert("bob");
    assert_eq!(slab.get_mut(Token::from_bits(event)), None, "alice's event reaches bob");
    assert_eq!(slab.remove(Token::from_bits(event)), None, "alice's event ends bob");
    assert_eq!(slab.get_mut(bob), Some(&mut "bob"));
}
