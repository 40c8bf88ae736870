package store

// Accounts and API tokens: the directory of who may speak. It is read whole, since every process keeps it in memory.

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muster/account"
)

// The tables.
const (
	accountTable = "accounts"
	tokenTable   = "tokens"
)

// Directory is all accounts, by login, and all tokens, as of a version that rises with every change.
type Directory struct {
	Version  int64
	Accounts []account.Account
	Tokens   []account.Token
}

type accountRow struct {
	ID      string `gorm:"primaryKey"`
	Login   string
	Subject string
	Doc     string
}

type tokenRow struct {
	ID      string `gorm:"primaryKey"`
	Account string
	Hash    string
	Doc     string
}

// DirectoryVersion is the version of what is kept now.
func (s *Store) DirectoryVersion(ctx context.Context) (version int64, err error) {
	err = s.read.WithContext(ctx).Raw("SELECT version FROM directory").Scan(&version).Error
	return version, s.fail(ctx, err)
}

// Directory gives it as of one moment.
func (s *Store) Directory(ctx context.Context) (d Directory, err error) {
	err = s.snapshot(ctx, func(tx *gorm.DB) (err error) {
		d, err = readDirectory(tx)
		return err
	})
	return d, err
}

// ChangeDirectory gives change the directory as it is, and keeps the accounts and tokens that it returns. Nobody else changes
// anything meanwhile, and what change refuses changes nothing: its error comes back as it is.
func (s *Store) ChangeDirectory(ctx context.Context, change func(d Directory) ([]account.Account, []account.Token, error)) error {
	var refused error
	err := s.within(ctx, func(db *gorm.DB) error {
		return db.Transaction(func(tx *gorm.DB) error {
			if err := tx.Exec("UPDATE directory SET version = version + 1").Error; err != nil {
				return err
			}
			d, err := readDirectory(tx)
			if err != nil {
				return err
			}
			accounts, tokens, err := change(d)
			if err != nil {
				refused = err
				return err
			}
			return writeDirectory(tx, accounts, tokens)
		})
	})
	if refused != nil {
		return refused
	}
	return s.fail(ctx, err)
}

func readDirectory(tx *gorm.DB) (d Directory, err error) {
	var accounts []accountRow
	var tokens []tokenRow
	if err := tx.Raw("SELECT version FROM directory").Scan(&d.Version).Error; err != nil {
		return d, err
	}
	if err := tx.Table(accountTable).Order("login").Find(&accounts).Error; err != nil {
		return d, err
	}
	if err := tx.Table(tokenTable).Order("id").Find(&tokens).Error; err != nil {
		return d, err
	}
	d.Accounts, d.Tokens = make([]account.Account, len(accounts)), make([]account.Token, len(tokens))
	for k, row := range accounts {
		if err := json.Unmarshal([]byte(row.Doc), &d.Accounts[k]); err != nil {
			return d, fmt.Errorf("read account %s: %w", row.ID, err)
		}
	}
	for k, row := range tokens {
		if err := json.Unmarshal([]byte(row.Doc), &d.Tokens[k]); err != nil {
			return d, fmt.Errorf("read token %s: %w", row.ID, err)
		}
	}
	return d, nil
}

func writeDirectory(tx *gorm.DB, accounts []account.Account, tokens []account.Token) error {
	for _, a := range accounts {
		doc, err := json.Marshal(a)
		if err != nil {
			return err
		}
		row := accountRow{ID: a.ID, Login: a.Login, Subject: a.Subject, Doc: string(doc)}
		if err := tx.Table(accountTable).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"login", "subject", "doc"}),
		}).Create(&row).Error; err != nil {
			return err
		}
	}
	for _, t := range tokens {
		doc, err := json.Marshal(t)
		if err != nil {
			return err
		}
		row := tokenRow{ID: t.ID, Account: t.Account, Hash: t.Hash, Doc: string(doc)}
		if err := tx.Table(tokenTable).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"doc"}),
		}).Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}
