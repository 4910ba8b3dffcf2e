package exchange

import (
	"crypto/ecdsa"
	"encoding/pem"
	"fmt"
	"os"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// KeyFiles name the PEM files of an Envelope: PKCS#8 for our private keys, PKIX
// for the partner's public ones. An empty name leaves that part out.
type KeyFiles struct {
	Sign      string
	EncryptTo string
	Verify    string
	Decrypt   string
}

// Load reads the keys. An error names the file and never its content.
func (f KeyFiles) Load() (e Envelope, err error) {
	if e.Sign, err = privateKey(f.Sign); err != nil {
		return e, err
	}
	if e.Decrypt, err = privateKey(f.Decrypt); err != nil {
		return e, err
	}
	if e.EncryptTo, err = publicKey(f.EncryptTo); err != nil {
		return e, err
	}
	e.Verify, err = publicKey(f.Verify)
	return e, err
}

func privateKey(file string) (*sm2.PrivateKey, error) {
	der, err := readPEM(file)
	if der == nil || err != nil {
		return nil, err
	}
	key, err := smx509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("reading the SM2 private key %s: not PKCS#8", file)
	}
	private, ok := key.(*sm2.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("reading the private key %s: it is not an SM2 key", file)
	}
	return private, nil
}

func publicKey(file string) (*ecdsa.PublicKey, error) {
	der, err := readPEM(file)
	if der == nil || err != nil {
		return nil, err
	}
	key, err := smx509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, fmt.Errorf("reading the SM2 public key %s: %w", file, err)
	}
	public, ok := key.(*ecdsa.PublicKey)
	if !ok || public.Curve != sm2.P256() {
		return nil, fmt.Errorf("reading the public key %s: it is not an SM2 key", file)
	}
	return public, nil
}

func readPEM(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading a key: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("reading the key %s: it holds no PEM", file)
	}
	return block.Bytes, nil
}
