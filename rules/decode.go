package rules

import (
	"bytes"
	"errors"
	"io"

	"gopkg.in/yaml.v3"
)

// Decode reads one YAML document into v. Unknown and repeated keys are errors
// with their line, and so is a second document; an empty one leaves v as it is. It is the only place
// that knows the YAML library.
func Decode(data []byte, v any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(v); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return err
	}
	if d.Decode(new(any)) != io.EOF {
		return errors.New("yaml: there is a second document")
	}
	return nil
}
