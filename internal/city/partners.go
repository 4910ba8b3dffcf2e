package city

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"kaguan/internal/kit/exchange"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/fake"
	"kaguan/internal/link/vendor"
)

// area is the city in file names, GB/T 2260.
const area = "440200"

// vendorCode is the one card vendor's.
const vendorCode = "V01"

// Partner is a bank or a vendor with a will of its own.
type Partner struct {
	Code string
	Name string
	*fake.Desk
}

// trading are the city's partners: the banks that the register of banks begins
// with, and the vendor that is added when the city is founded.
var trading = []struct{ code, name string }{
	{"102", "工商银行"}, {"103", "农业银行"}, {"104", "中国银行"}, {"105", "建设银行"}, {"403", "邮储银行"}, {vendorCode, vendorName},
}

// bankCodes are the codes of the banks.
func bankCodes() []string {
	var codes []string
	for _, t := range trading {
		if t.code != vendorCode {
			codes = append(codes, t.code)
		}
	}
	return codes
}

func (c *City) openPartners() error {
	for i, t := range trading {
		opt := fake.Options{Code: t.code, Name: t.name, Area: area, Folder: filepath.Join(c.opt.Folder, "partners", t.code),
			Clock: c.clock, Seed: c.opt.Seed*100 + uint64(i), Will: c.opt.Will}
		desk, err := openPartner(opt)
		if err != nil {
			return err
		}
		c.Partners = append(c.Partners, Partner{t.code, t.name, desk})
	}
	return nil
}

func openPartner(opt fake.Options) (*fake.Desk, error) {
	if opt.Code == vendorCode {
		v, err := vendor.NewFake(opt)
		if err != nil {
			return nil, err
		}
		return v.Desk, nil
	}
	b, err := bank.NewFake(opt)
	if err != nil {
		return nil, err
	}
	return b.Desk, nil
}

func (c *City) closePartners() error {
	var errs []error
	for _, p := range c.Partners {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

func (c *City) exchangePartners() []exchange.Partner {
	var all []exchange.Partner
	for _, p := range c.Partners {
		all = append(all, p.Desk.Partner())
	}
	return all
}

// Partner finds a partner by its code.
func (c *City) Partner(code string) (Partner, bool) {
	for _, p := range c.Partners {
		if p.Code == code {
			return p, true
		}
	}
	return Partner{}, false
}

// step lets every partner do what is due.
func (c *City) step(ctx context.Context) error {
	for _, p := range c.Partners {
		if err := p.Step(ctx); err != nil {
			return fmt.Errorf("letting %s work: %w", p.Code, err)
		}
	}
	return nil
}
