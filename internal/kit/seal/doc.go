// Package seal encrypts personal columns at rest and makes them findable.
//
// A sealed value is AES-256-GCM under one of the versioned keys of a key file:
//
//	key version, 2 bytes, big-endian | nonce, 12 bytes | ciphertext and tag, 16 bytes more than the plain value
//
// The field's name is bound in as additional data, so that a sealed phone number
// moved into the column of ID numbers does not open. Values are found again by
// equality through a blind index: HMAC-SHA256 under a key of its own. The index
// tells who can read the database that two rows hold the same value, and nothing
// else; the key file must therefore never lie beside a copy of the database.
package seal
