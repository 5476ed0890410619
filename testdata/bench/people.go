package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

var header = strings.Split("id,nome,cpf,email,telefone,celular,nascimento,cep,logradouro,cidade,uf,renda,cartao,pis,pedido,criado_em,observacao", ",")

var (
	given    = strings.Fields("Maria José Ana João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Gabriel Rafael Daniel Marcelo Bruno Eduardo Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia")
	family   = strings.Fields("Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas")
	cities   = []string{"São Paulo", "Rio de Janeiro", "Belo Horizonte", "Curitiba", "Porto Alegre", "Salvador", "Recife", "Fortaleza", "Goiânia", "Belém"}
	states   = []string{"SP", "RJ", "MG", "PR", "RS", "BA", "PE", "CE", "GO", "PA"}
	codes    = []int{11, 21, 31, 41, 51, 71, 81, 85, 62, 91}
	sentence = []string{
		"Cliente entrou em contato para saber do prazo de entrega.", "Solicitou segunda via da nota fiscal.",
		"Produto com defeito, aberta ordem de serviço 4471.", "Não atende às ligações, tentar novamente amanhã.",
		"Disse que \"já pagou\" o boleto, aguardando compensação.", "Endereço atualizado no cadastro.",
		"Reclamou do atendimento da loja 12, protocolo 20240518-77.", "Pedido separado, conferido e despachado.",
	}
)

// record returns the cells of one made-up customer; the last is the free text.
func record(r *rand.Rand, id int) []string {
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	city := r.IntN(len(cities))
	first, last := pick(given), pick(family)
	note := ""
	if r.IntN(8) < 5 { // free text is about a third of the bytes
		var b strings.Builder
		for range 1 + r.IntN(7) {
			b.WriteString(pick(sentence))
			b.WriteByte(" \n"[r.IntN(20)/19])
		}
		if r.IntN(40) == 0 {
			fmt.Fprintf(&b, "CPF do titular %s.", dotted(cpf(r)))
		}
		note = b.String()
	}
	return []string{
		strconv.Itoa(id), first + " " + pick(family) + " " + last, dotted(cpf(r)),
		fmt.Sprintf("%s.%s%d@exemplo.com.br", strings.ToLower(ascii(first)), strings.ToLower(last), r.IntN(1000)),
		fmt.Sprintf("(%d) 3%03d-%04d", codes[city], r.IntN(1000), r.IntN(10000)), fmt.Sprintf("%d9%08d", codes[city], r.IntN(1e8)),
		fmt.Sprintf("%04d-%02d-%02d", 1940+r.IntN(66), 1+r.IntN(12), 1+r.IntN(28)), fmt.Sprintf("%05d-%03d", 1000+r.IntN(98000), r.IntN(1000)),
		fmt.Sprintf("Rua %s, %d", pick(family), 1+r.IntN(3000)), cities[city], states[city], fmt.Sprintf("%d.%02d", 1200+r.IntN(20000), r.IntN(100)),
		card(r), pis(r), fmt.Sprintf("%011d", r.Int64N(1e11)),
		fmt.Sprintf("2024-%02d-%02d %02d:%02d:00", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60)), note,
	}
}

var unaccented = strings.NewReplacer("é", "e", "ã", "a", "ô", "o", "á", "a", "í", "i", "ú", "u")

func ascii(s string) string { return unaccented.Replace(s) }

func dotted(d string) string { return d[:3] + "." + d[3:6] + "." + d[6:9] + "-" + d[9:] }

// checkDigit is the mod 11 digit with weights that fall from first to 2 and,
// where wrap is set, start again at 9.
func checkDigit(d []byte, first int, wrap bool) byte {
	sum, w := 0, first
	for _, c := range d {
		sum += int(c-'0') * w
		if w--; w < 2 && wrap {
			w = 9
		}
	}
	if rest := sum % 11; rest >= 2 {
		return byte('0' + 11 - rest)
	}
	return '0'
}

func cpf(r *rand.Rand) string {
	d := fmt.Appendf(nil, "%09d", r.IntN(1e9))
	d = append(d, checkDigit(d, 10, false))
	return string(append(d, checkDigit(d, 11, false)))
}

func pis(r *rand.Rand) string {
	d := fmt.Appendf(nil, "1%09d", r.IntN(1e9))
	return string(append(d, checkDigit(d, 3, true)))
}

func card(r *rand.Rand) string {
	d := fmt.Appendf(nil, "4%014d", r.IntN(1e14))
	sum := 0
	for i, c := range d {
		n := int(c - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return string(append(d, byte('0'+(10-sum%10)%10)))
}
