export * from '../domain/examples'
