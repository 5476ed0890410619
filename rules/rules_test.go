package rules

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// product is every type that the product promises, and those that it has beside these.
const product = `cpf cnpj pis titulo_eleitor cnh cns rg rne ctps civil_registry passport professional_reg foreign_id driver_license
	plate renavam vin person_name company_name email phone address cep postal_code birth_date birth_place age gender race religion
	political union health sexual_orientation biometric marital_status nationality education occupation salary card bank_account
	iban pix boleto process_number ip mac_address device_id geo username password password_hash api_token hash_id user_agent
	health_plan_id photo signature nfe_key ean ibge_code tracking_code uuid timestamp
	physical criminal_record driving_record employment family finances habits housing school_record social_assistance other`

// TestBuiltInFiles: each is what a user's file would have to be, and is loaded as such.
func TestBuiltInFiles(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		path := "types/" + all[i].ID + ".yaml"
		data, err := File(path)
		if err != nil {
			t.Fatal(err)
		}
		f, mistakes := ParseFile(data)
		if len(mistakes) > 0 {
			t.Fatalf("%s: %v", path, mistakes[0])
		}
		if !reflect.DeepEqual(f.Rule, all[i]) {
			t.Errorf("%s is loaded as something else", path)
		}
	}
}

func TestCatalogueIsComplete(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for id := range strings.FieldsSeq(product) {
		missing[id] = true
	}
	folded := regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	for i := range all {
		r := &all[i]
		if !missing[r.ID] {
			t.Errorf("%s is not promised, or twice there", r.ID)
		}
		delete(missing, r.ID)
		if len(r.Match) < 5 || len(r.Reject) < 5 {
			t.Errorf("%s has %d examples of match and %d of reject", r.ID, len(r.Match), len(r.Reject))
		}
		if r.Personal != (r.Class != "nao_pessoal") || r.Personal != (r.IDP != "") {
			t.Errorf("%s: personal %v, class %q, IDP %q", r.ID, r.Personal, r.Class, r.IDP)
		}
		if r.Sensitive() != strings.HasPrefix(r.IDP, "8.") || r.Sensitive() != (r.Article == "LGPD art. 5, II") {
			t.Errorf("%s: class %q, IDP %q, article %q", r.ID, r.Class, r.IDP, r.Article)
		}
		for _, name := range append(append([]string{}, r.Names...), r.NotNames...) {
			if !folded.MatchString(name) {
				t.Errorf("%s: the name %q is not folded", r.ID, name)
			}
		}
	}
	for id := range missing {
		t.Errorf("%s is missing", id)
	}
}
