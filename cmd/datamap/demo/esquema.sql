-- The application id marks the file as ours: the demo rewrites only what it made.
PRAGMA application_id = 0x444d4150;

CREATE TABLE categorias (
  id        INTEGER PRIMARY KEY,
  nome      TEXT NOT NULL,
  descricao TEXT
);

CREATE TABLE produtos (
  sku          TEXT PRIMARY KEY,
  ean          TEXT NOT NULL,
  nome         TEXT NOT NULL,
  categoria_id INTEGER NOT NULL REFERENCES categorias (id),
  preco        NUMERIC NOT NULL,
  estoque      INTEGER NOT NULL
);

CREATE TABLE fornecedores (
  id           INTEGER PRIMARY KEY,
  razao_social TEXT NOT NULL,
  cnpj         TEXT NOT NULL,
  cidade       TEXT NOT NULL,
  uf           TEXT NOT NULL
);

CREATE TABLE clientes (
  id              INTEGER PRIMARY KEY,
  nome            TEXT NOT NULL,
  cpf             TEXT NOT NULL,
  email           TEXT,
  telefone        TEXT,
  data_nascimento TEXT,
  logradouro      TEXT,
  numero          TEXT,
  bairro          TEXT,
  cidade          TEXT,
  uf              TEXT,
  cep             TEXT,
  cadastrado_em   TEXT NOT NULL
);

-- cpf is numeric here, as in many payroll systems: its leading zeros are lost.
CREATE TABLE funcionarios (
  matricula       INTEGER PRIMARY KEY,
  nome            TEXT NOT NULL,
  cpf             INTEGER NOT NULL,
  pis             TEXT NOT NULL,
  data_nascimento TEXT NOT NULL,
  email           TEXT NOT NULL,
  celular         TEXT,
  cargo           TEXT NOT NULL,
  setor           TEXT NOT NULL,
  data_admissao   TEXT NOT NULL,
  salario         NUMERIC NOT NULL
);

CREATE TABLE pedidos (
  numero         INTEGER PRIMARY KEY,
  cliente_id     INTEGER NOT NULL REFERENCES clientes (id),
  sku            TEXT NOT NULL REFERENCES produtos (sku),
  feito_em       TEXT NOT NULL,
  valor          NUMERIC NOT NULL,
  situacao       TEXT NOT NULL,
  pagamento      TEXT NOT NULL,
  cartao         TEXT,
  cep_entrega    TEXT NOT NULL,
  chave_nfe      TEXT,
  codigo_rastreio TEXT
);

CREATE TABLE tickets (
  id         INTEGER PRIMARY KEY,
  cliente_id INTEGER NOT NULL REFERENCES clientes (id),
  aberto_em  TEXT NOT NULL,
  canal      TEXT NOT NULL,
  assunto    TEXT NOT NULL,
  mensagem   TEXT NOT NULL
);
